import {RedislabError} from '../../core/errors.ts'
import type {Fault} from '../../core/faults.ts'
import type {InstanceState, InstanceStatus, Role} from '../../core/status/status.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import type {Host} from '../host/host.ts'
import {spawnInstance, waitUntilAnswers} from '../instance-process.ts'
import {reviveRelay} from '../links/relay-process.ts'
import {settleAll} from '../settle.ts'
import {appendJournal} from '../state/journal.ts'
import {type DeploymentRecord, type ProcessIdentity, writeRecord} from '../state/record.ts'
import {endByRequest, endBySignal, freeze, thaw} from './process-faults.ts'

export interface FaultContext {
  readonly host: Host
  readonly directory: string
  /** Changed in place, and written, as processes come and go. */
  readonly record: DeploymentRecord
  readonly signal?: AbortSignal | undefined
}

export interface AffectedInstance {
  readonly name: string
  readonly address: string
  /** What it was before. */
  readonly role: Role
  /** The process that the fault was done to; of a started instance, the new one. */
  readonly pid: number | null
}

/** What a fault did. A promise of the contract: `kill --json` and its siblings print exactly this. */
export interface FaultReport {
  readonly fault: Fault['kind']
  readonly instances: readonly AffectedInstance[]
  /** When it was done, ISO 8601. */
  readonly at: string
}

/** In which states a fault can be done, and what to say in the others. */
const possible: Readonly<Record<Fault['kind'], readonly InstanceState[]>> = {
  kill: ['running', 'paused'],
  stop: ['running', 'paused'],
  start: ['dead', 'stopped'],
  restart: ['running', 'paused', 'dead', 'stopped'],
  pause: ['running'],
  resume: ['paused'],
}

const startWithinMs = 30_000

/**
 * Does a fault to instances, all at once, after checking that it can be done to each of them.
 *
 * @throws RedislabError WRONG_STATE, TIMED_OUT; for start, whatever the server died of
 */
export async function injectFault(
  fault: Fault,
  instances: readonly InstanceStatus[],
  context: FaultContext,
): Promise<FaultReport> {
  for (const instance of instances) checkState(fault, instance)
  // An instance that comes back shall find the others: without the relay it would not.
  if (fault.kind === 'start' || fault.kind === 'restart') await reviveRelay(context)
  const at = new Date()
  const affected = await settleAll(
    instances.map(async ({name, address, role}) => ({
      name,
      address,
      role,
      pid: await injectOne(fault, name, context),
    })),
  ).finally(() => writeRecord(context.directory, context.record))
  await appendJournal(context.directory, at, {
    kind: 'fault-injected',
    fault: fault.kind,
    instances: instances.map(({name}) => name),
    ...(fault.kind === 'kill' ? {signal: fault.signal} : {}),
  })
  return {fault: fault.kind, instances: affected, at: at.toISOString()}
}

function checkState({kind}: Fault, {name, state}: InstanceStatus): void {
  if (possible[kind].includes(state)) return
  const [message, suggestion] = {
    resume: [`${name} is not paused: it is ${state}.`, `Pause it first: redislab pause ${name}`],
    start: [
      `${name} is ${state === 'paused' ? 'paused, not ended' : 'already running'}.`,
      hintOf(name, state),
    ],
    pause: [
      `${name} cannot be paused: it is ${state === 'paused' ? 'already paused' : state}.`,
      hintOf(name, state),
    ],
    kill: [`${name} cannot be killed: it is ${state}.`, hintOf(name, state)],
    stop: [
      `${name} cannot be stopped: it is ${state === 'stopped' ? 'already stopped' : state}.`,
      hintOf(name, state),
    ],
    restart: [`${name} cannot be restarted: it is ${state}.`, hintOf(name, state)],
  }[kind] as [string, string]
  throw new RedislabError('WRONG_STATE', message, {
    suggestions: [suggestion],
    details: {instance: name, state, fault: kind},
  })
}

function hintOf(name: string, state: InstanceState): string {
  return {
    running: `Restart it: redislab restart ${name}`,
    paused: `Let it go on: redislab resume ${name}`,
    dead: `Bring it back: redislab start ${name}`,
    stopped: `Bring it back: redislab start ${name}`,
  }[state]
}

async function injectOne(fault: Fault, name: string, context: FaultContext): Promise<number | null> {
  const {host, record, signal} = context
  const entry = record.processes[name] ?? {process: null, stopped: false}
  const {process: identity} = entry
  switch (fault.kind) {
    case 'kill':
      await endBySignal(host, requireProcess(identity, name), fault.signal, signal)
      return identity?.pid ?? null
    case 'stop':
      await endByRequest(host, requireProcess(identity, name), signal)
      record.processes[name] = {...entry, stopped: true}
      return identity?.pid ?? null
    case 'pause':
      await freeze(host, requireProcess(identity, name))
      return identity?.pid ?? null
    case 'resume':
      await thaw(host, requireProcess(identity, name))
      return identity?.pid ?? null
    case 'restart':
      if (identity !== null) await endByRequest(host, identity, signal)
      return startOne(name, context)
    case 'start':
      return startOne(name, context)
  }
}

function requireProcess(identity: ProcessIdentity | null, name: string): ProcessIdentity {
  if (identity === null) throw new TypeError(`${name} is alive but has no process on record`)
  return identity
}

async function startOne(name: string, {host, directory, record, signal}: FaultContext): Promise<number> {
  const instance = record.plan.instances.find((candidate) => candidate.name === name) as PlannedInstance
  const identity = await spawnInstance(host, record.server, instance, directory)
  record.processes[name] = {process: identity, stopped: false}
  // At once: a process that is not on record is nobody's.
  await writeRecord(directory, record)
  await waitUntilAnswers(instance, identity, {
    host,
    runDirectory: directory,
    password: record.password,
    withinMs: startWithinMs,
    signal,
  })
  return identity.pid
}
