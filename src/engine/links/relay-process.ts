import path from 'node:path'
import process from 'node:process'
import {RedislabError} from '../../core/errors.ts'
import type {RelayedInstance, RelayReply, RelayRequest} from '../../core/links/messages.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {portTaken} from '../diagnose.ts'
import type {Host} from '../host/host.ts'
import {readTail} from '../log-tail.ts'
import {packageRoot} from '../package-root.ts'
import {type DeploymentRecord, writeRecord} from '../state/record.ts'
import {waitFor} from '../wait.ts'
import {askRelay} from './control.ts'

/** The program that carries the connections, once it is built. */
const relayProgram = path.join(packageRoot, 'bundle', 'programs', 'link-relay.js')

const outputFile = 'relay.log'

export interface RelayContext {
  readonly host: Host
  readonly directory: string
  /** Changed in place, and written. */
  readonly record: DeploymentRecord
  readonly signal?: AbortSignal | undefined
}

/**
 * Starts the relay of a deployment with links, with the rules that are on record, and waits until it listens for every
 * instance.
 *
 * @throws RedislabError PORT_TAKEN, SERVER_DIED, TIMED_OUT
 */
export async function startRelay({host, directory, record, signal}: RelayContext): Promise<void> {
  const {links, plan} = record
  if (links === undefined) return
  const identity = await host.start({
    file: process.execPath,
    args: [relayProgram, directory],
    directory,
    outputFile: path.join(directory, outputFile),
  })
  links.process = identity
  // At once: a process that is not on record is nobody's.
  await writeRecord(directory, record)
  const request: RelayRequest = {do: 'listen', instances: relayedInstances(plan), rules: links.rules}
  const reply = await waitFor(
    async () => {
      const answer = await askRelay(directory, request).catch(ignoreNotYet)
      if (answer === undefined && (await host.look(identity)) === undefined) throw await died(directory)
      return answer
    },
    {withinMs: 20_000, everyMs: 3, signal},
  )
  if (reply === undefined) throw new RedislabError('TIMED_OUT', 'The link relay did not answer within 20 s.')
  if (!reply.ok) throw await cannotListen(plan, reply)
}

/** Starts the relay if this deployment should have one and it has ended. Returns whether it had. */
export async function reviveRelay(context: RelayContext): Promise<boolean> {
  const {host, record} = context
  if (record.links === undefined) return false
  const {process: identity} = record.links
  if (identity !== null && (await host.look(identity)) !== undefined) return false
  await startRelay(context)
  return true
}

/**
 * Tells the relay which rules hold from now on.
 *
 * @throws RedislabError WRONG_STATE when it cannot be told
 */
export async function sendRules({directory, record}: RelayContext): Promise<void> {
  const rules = record.links?.rules ?? []
  try {
    await askRelay(directory, {do: 'rule', rules})
  } catch (error) {
    throw new RedislabError('WRONG_STATE', 'The link relay does not answer: the links are down.', {
      suggestions: ['Bring it back, with all links as new: redislab heal'],
      cause: error,
    })
  }
}

function relayedInstances({instances}: Plan): readonly RelayedInstance[] {
  return instances.flatMap(({name, host, port, bound}) =>
    bound === undefined ? [] : [{name, announced: {host, port}, bound}],
  )
}

async function died(directory: string): Promise<RedislabError> {
  return new RedislabError('SERVER_DIED', 'The link relay ended while it was starting.', {
    details: {log: await readTail(path.join(directory, outputFile), 12)},
  })
}

async function cannotListen({instances}: Plan, reply: RelayReply & {ok: false}): Promise<RedislabError> {
  const instance = instances.find(({name}) => name === reply.instance)
  if (reply.code === 'EADDRINUSE' && instance !== undefined) return portTaken(instance.port, instance.name)
  return new RedislabError('SERVER_DIED', `The link relay cannot listen: ${reply.message}.`, {
    details: {...reply},
  })
}

/** It has not made its socket yet, or not begun to listen on it. */
function ignoreNotYet(error: unknown): undefined {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ECONNRESET') return undefined
  throw error
}
