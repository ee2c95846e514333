import path from 'node:path'
import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import type {RelayedPort, RelayReply, RelayRequest} from '../../core/links/messages.ts'
import {type Plan, type PlannedInstance, portsOf} from '../../core/topology/plan.ts'
import {readTail} from '../files/log-tail.ts'
import {packageRoot} from '../files/package-root.ts'
import type {Host} from '../host/host.ts'
import {portTaken} from '../instances/diagnose.ts'
import {writeRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {waitFor} from '../time/wait.ts'
import {askRelay} from './control.ts'
import {checkOpenFiles} from './open-files.ts'

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
  await checkOpenFiles(plan)
  const identity = await host.start({
    file: process.execPath,
    args: [relayProgram, directory],
    directory,
    outputFile: path.join(directory, outputFile),
  })
  links.process = identity
  // At once: a process that is not on record is nobody's.
  await writeRecord(directory, record)
  const request: RelayRequest = {do: 'listen', ports: relayedPorts(plan), rules: links.rules}
  const reply = await waitFor(
    async () => {
      const answer = await askRelay(directory, request).catch(ignoreNotYet)
      if (answer === undefined && (await host.look(identity)) === undefined) throw await died(directory)
      return answer
    },
    {withinMs: 20_000, everyMs: 3, signal},
  )
  if (reply === undefined) throw new RedislabError('TIMED_OUT', 'The link relay did not answer within 20 s.')
  if (!reply.ok) throw await cannotListen(reply)
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
  await ask(directory, {do: 'rule', rules: record.links?.rules ?? []})
}

/**
 * A way from one instance to another for connections that do not come from the caller's own address: MIGRATE makes them
 * from whatever the system chooses (cluster.c: migrateGetSocket). It is at an address that nobody else has: the host of
 * the caller and the port of the callee.
 *
 * @returns where the caller finds the other one, until the relay ends
 * @throws RedislabError WRONG_STATE when the relay does not answer
 */
export async function openDoor(directory: string, from: PlannedInstance, to: PlannedInstance) {
  if (from.bound === undefined || to.bound === undefined) return {host: to.host, port: to.port}
  // Whatever an instance on another host sends comes from the address of that host.
  if (from.onHost !== undefined) return {host: to.host, port: to.port}
  const announced = {host: from.bound.host, port: to.port}
  const door = {name: to.name, announced, bound: to.bound, from: from.name}
  const reply = await ask(directory, {do: 'open-door', door})
  if (!reply.ok) throw await cannotListen(reply)
  return announced
}

async function ask(directory: string, request: RelayRequest): Promise<RelayReply> {
  try {
    return await askRelay(directory, request)
  } catch (error) {
    throw new RedislabError('WRONG_STATE', 'The link relay does not answer: the links are down.', {
      suggestions: ['Bring it back, with all links restored: redislab heal'],
      cause: error,
    })
  }
}

function relayedPorts({instances}: Plan): readonly RelayedPort[] {
  return instances.flatMap((instance) => {
    const {name, host, bound} = instance
    if (bound === undefined) return []
    return portsOf(instance).map((port) => ({
      name,
      announced: {host, port},
      bound: {host: bound.host, port: bound.port - instance.port + port},
    }))
  })
}

async function died(directory: string): Promise<RedislabError> {
  return new RedislabError('SERVER_DIED', 'The link relay ended while it was starting.', {
    details: {log: await readTail(path.join(directory, outputFile), 12)},
  })
}

async function cannotListen({code, message, port}: RelayReply & {ok: false}): Promise<RedislabError> {
  if (code === 'EADDRINUSE' && port !== undefined) return portTaken(port.announced.port, port.name)
  return new RedislabError('SERVER_DIED', `The link relay cannot listen: ${message}.`, {
    details: {code, message},
  })
}

/** It has not made its socket yet, or not begun to listen on it. */
function ignoreNotYet(error: unknown): undefined {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ECONNRESET') return undefined
  throw error
}
