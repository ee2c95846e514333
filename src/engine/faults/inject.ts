import {RedislabError} from '../../core/errors.ts'
import {type ClientType, concealSecret, type Fault, type Heal, healOf} from '../../core/faults.ts'
import type {InstanceState, InstanceStatus, Role} from '../../core/status/status.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import type {Host} from '../host/host.ts'
import {spawnInstance, waitUntilAnswers} from '../instance-process.ts'
import {reviveRelay} from '../links/relay-process.ts'
import {settleAll} from '../settle.ts'
import {appendJournal} from '../state/journal.ts'
import {type DeploymentRecord, type ProcessIdentity, writeRecord} from '../state/record.ts'
import {closeClients, fillMemory, putToSleep, setDirectives} from './command-faults.ts'
import {askForFailover} from './failover.ts'
import {endByRequest, endBySignal, freeze, thaw} from './process-faults.ts'
import {waitForTilt} from './tilt.ts'

export interface FaultContext {
  readonly host: Host
  readonly directory: string
  /** Changed in place, and written, as processes come and go. */
  readonly record: DeploymentRecord
  readonly signal?: AbortSignal | undefined
  /** After how long it will be undone, and whether it undoes another: for the journal. */
  readonly forMs?: number | undefined
  readonly isHeal?: boolean | undefined
}

export interface AffectedInstance {
  readonly name: string
  readonly address: string
  /** What it was before. */
  readonly role: Role
  /** The process that the fault was done to; of a started instance, the new one. */
  readonly pid: number | null
  /** Of a disconnect: how many connections were closed, by the type of the client. */
  readonly closed?: Readonly<Partial<Record<ClientType, number>>>
  /** Of a failover: the sentinel that was asked for it. */
  readonly sentinel?: string
  /** Of a fill: the limit that was set, and what was used then, in bytes. */
  readonly maxmemory?: number
  readonly used?: number
  /** Of a resumed instance: for how long it was paused, as far as redislab did it. */
  readonly pausedMs?: number
  /** Of a resumed sentinel: it saw its clock jump by 2 s or more, and does nothing for 30 s. */
  readonly tilt?: boolean
}

/** What a fault did. A promise of the contract: `kill --json` and its siblings print exactly this. */
export interface FaultReport {
  readonly fault: Fault['kind']
  readonly instances: readonly AffectedInstance[]
  /** When it was done, ISO 8601. */
  readonly at: string
}

/** What one injection leaves behind. */
export interface Injection {
  readonly report: FaultReport
  /** What undoes it, by instance; those that cannot be undone are not there. */
  readonly heals: ReadonlyMap<string, Heal>
}

/** In which states a fault can be done, and what to say in the others. */
const possible: Readonly<Record<Fault['kind'], readonly InstanceState[]>> = {
  kill: ['running', 'paused'],
  stop: ['running', 'paused'],
  start: ['dead', 'stopped'],
  restart: ['running', 'paused', 'dead', 'stopped'],
  pause: ['running'],
  resume: ['paused'],
  // The master may be gone: that is for the sentinels to judge.
  failover: ['running', 'paused', 'dead', 'stopped'],
  sleep: ['running'],
  disconnect: ['running'],
  set: ['running'],
  fill: ['running'],
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
): Promise<Injection> {
  for (const instance of instances) {
    checkKind(fault, instance)
    checkState(fault, instance)
  }
  const {forMs, isHeal} = context
  // An instance that comes back shall find the others: without the relay it would not.
  if (fault.kind === 'start' || fault.kind === 'restart') await reviveRelay(context)
  const heals = new Map<string, Heal>()
  // Before anything is done: whatever follows from it is later on the same clock, and who follows the journal sees
  // the fault before its consequences.
  const at = new Date()
  await appendJournal(context.directory, at, {
    kind: 'fault-injected',
    fault: fault.kind,
    instances: instances.map(({name}) => name),
    ...journalled(fault),
    ...(forMs === undefined ? {} : {forMs}),
    ...(isHeal ? {heal: true} : {}),
  })
  const affected = await settleAll(
    instances.map(async ({name, address, role}): Promise<AffectedInstance> => {
      const {heal, ...facts} = await injectOne(fault, name, context)
      if (heal !== undefined) heals.set(name, heal)
      return {name, address, role, ...facts}
    }),
  ).finally(() => writeRecord(context.directory, context.record))
  return {report: {fault: fault.kind, instances: affected, at: at.toISOString()}, heals}
}

/** What else the journal keeps of a fault. */
function journalled(fault: Fault) {
  switch (fault.kind) {
    case 'kill':
      return {signal: fault.signal}
    case 'sleep':
      return {durationMs: fault.durationMs}
    case 'set':
      return {directives: fault.directives.map(concealSecret)}
    default:
      return {}
  }
}

/** Sentinels know neither CONFIG nor DEBUG, and hold no data. */
function checkKind({kind}: Fault, {name, kind: what}: InstanceStatus): void {
  if (what !== 'sentinel') return
  const hints: Partial<Record<Fault['kind'], readonly [cannot: string, instead: string]>> = {
    sleep: ['be put to sleep', `Freeze it instead: redislab pause ${name}`],
    set: [
      'be set this way',
      `Its options are set by: redislab cli ${name} -- SENTINEL SET mymaster down-after-milliseconds 500`,
    ],
    fill: ['be filled', 'Name a data instance: n1, master, replicas.'],
  }
  const hint = hints[kind]
  if (hint === undefined) return
  throw new RedislabError('OPTION_INVALID', `${name} is a sentinel and cannot ${hint[0]}.`, {
    suggestions: [hint[1]],
    details: {instance: name, fault: kind},
  })
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
    failover: [`${name} cannot be failed over: it is ${state}.`, hintOf(name, state)],
    sleep: [`${name} cannot be put to sleep: it is ${state}.`, hintOf(name, state)],
    disconnect: [`${name} cannot be disconnected: it is ${state}.`, hintOf(name, state)],
    set: [`${name} cannot be set: it is ${state}.`, hintOf(name, state)],
    fill: [`${name} cannot be filled: it is ${state}.`, hintOf(name, state)],
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

type Outcome = Omit<AffectedInstance, 'name' | 'address' | 'role'> & {readonly heal?: Heal}

async function injectOne(fault: Fault, name: string, context: FaultContext): Promise<Outcome> {
  const {host, record, signal} = context
  const entry = record.processes[name] ?? {process: null, stopped: false}
  const {process: identity} = entry
  const pid = identity?.pid ?? null
  const instance = plannedOf(record, name)
  const asked = {instance, password: record.password, signal}
  switch (fault.kind) {
    case 'kill':
      await endBySignal(host, requireProcess(identity, name), fault.signal, signal)
      return {pid, heal: healOf('kill')}
    case 'stop':
      await endByRequest(host, requireProcess(identity, name), signal)
      record.processes[name] = {...entry, stopped: true}
      return {pid, heal: healOf('stop')}
    case 'pause':
      await freeze(host, requireProcess(identity, name))
      record.processes[name] = {...entry, pausedAt: new Date().toISOString()}
      return {pid, heal: healOf('pause')}
    case 'resume':
      return {pid, heal: healOf('resume'), ...(await resumeOne(instance, context))}
    case 'restart':
      if (identity !== null) await endByRequest(host, identity, signal)
      return {pid: await startOne(name, context), heal: healOf('restart')}
    case 'start':
      return {pid: await startOne(name, context), heal: healOf('start')}
    case 'failover':
      return {pid, sentinel: await askForFailover(record, instance)}
    case 'sleep':
      await putToSleep(asked, fault)
      return {pid}
    case 'disconnect':
      return {pid, closed: await closeClients(asked, fault.types)}
    case 'set':
      return {pid, heal: await setDirectives(asked, fault.directives)}
    case 'fill':
      return {pid, ...(await fillMemory(asked))}
  }
}

async function resumeOne(instance: PlannedInstance, {host, record}: FaultContext) {
  const {pausedAt, ...entry} = record.processes[instance.name] ?? {process: null, stopped: false}
  await thaw(host, requireProcess(entry.process, instance.name))
  record.processes[instance.name] = entry
  const pausedMs = pausedAt === undefined ? undefined : Date.now() - Date.parse(pausedAt)
  const isTilted = instance.kind === 'sentinel' ? await waitForTilt(instance, pausedMs) : undefined
  return {
    ...(pausedMs === undefined ? {} : {pausedMs}),
    ...(isTilted === undefined ? {} : {tilt: isTilted}),
  }
}

function requireProcess(identity: ProcessIdentity | null, name: string): ProcessIdentity {
  if (identity === null) throw new TypeError(`${name} is alive but has no process on record`)
  return identity
}

async function startOne(name: string, {host, directory, record, signal}: FaultContext): Promise<number> {
  const instance = plannedOf(record, name)
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

function plannedOf({plan}: DeploymentRecord, name: string): PlannedInstance {
  return plan.instances.find((candidate) => candidate.name === name) as PlannedInstance
}
