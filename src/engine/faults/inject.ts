import type {AffectedInstance, FaultReport} from '../../core/contract/fault-report.ts'
import {hasErrorCode} from '../../core/errors/errors.ts'
import {messageOf} from '../../core/errors/message-of.ts'
import {concealSecret, type Fault, type Heal} from '../../core/faults/faults.ts'
import {healOf} from '../../core/faults/heals.ts'
import type {InstanceStatus} from '../../core/status/status.ts'
import {nameFlagOf} from '../../core/text/name-flag.ts'
import type {Snapshot} from '../../core/timeline/entries/snapshot.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {wholeHosts} from '../../core/topology/spread.ts'
import type {ProcessIdentity} from '../../core/words.ts'
import type {Host} from '../host/host.ts'
import {portTaken} from '../instances/diagnose.ts'
import {requireDirectory} from '../instances/instance-process.ts'
import {endByRequest, endBySignal, freeze, thaw} from '../instances/process-faults.ts'
import {startInstances} from '../instances/start-instances.ts'
import {endInstance} from '../instances/take-down.ts'
import {findUnrecorded} from '../instances/unrecorded.ts'
import {reviveRelay} from '../links/relay-process.ts'
import {endpointOf} from '../redis/endpoint.ts'
import {isForFullDisk} from '../state/home.ts'
import {appendJournal} from '../state/journal.ts'
import {writeRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {settleAll} from '../time/settle.ts'
import {type Sorting, sortOut} from './check.ts'
import {checkSettings} from './check-settings.ts'
import {takeOver} from './cluster-failover.ts'
import {closeClients, fillMemory, putToSleep, setDirectives} from './command-faults.ts'
import {askForFailover} from './failover.ts'
import {checkHandOver, handOverAtShutdown} from './hand-over.ts'
import {waitForTilt} from './tilt.ts'

export interface FaultContext extends Sorting {
  readonly host: Host
  readonly directory: string
  /** Changed in place, and written, as processes come and go. */
  readonly record: DeploymentRecord
  readonly signal?: AbortSignal | undefined
  /** After how long it will be undone, and whether it undoes another: for the journal. */
  readonly forMs?: number | undefined
  readonly isHeal?: boolean | undefined
  /** What the instances answered just before: for the journal. */
  readonly seen?: Snapshot | undefined
}

/** What one injection leaves behind. */
export interface Injection {
  readonly report: FaultReport
  /** What undoes it, by instance; those that cannot be undone are not there. */
  readonly heals: ReadonlyMap<string, Heal>
}

const startWithinMs = 30_000

/**
 * Does a fault to instances, all at once, after checking that it can be done to each of them.
 *
 * @throws RedislabError WRONG_STATE, TIMED_OUT; for start, whatever the server died of
 */
export async function injectFault(
  fault: Fault,
  asked: readonly InstanceStatus[],
  context: FaultContext,
): Promise<Injection> {
  const {able: instances, skipped} = sortOut(fault, asked, context)
  const {forMs, isHeal, seen} = context
  if (fault.kind === 'set' && !isHeal) {
    const planned = instances.map(({name}) => plannedOf(context.record, name))
    await checkSettings(fault.directives, planned, context.record, context.directory)
  }
  if (fault.kind === 'start' || fault.kind === 'restart') {
    // Before one is ended that could not be started again.
    for (const {name} of instances) requireDirectory(plannedOf(context.record, name), context.directory)
    // An instance that comes back must find the others: without the relay it would not.
    await reviveRelay(context)
  }
  if (fault.kind === 'stop' && fault.failover) checkHandOver(instances, context.record)
  const heals = new Map<string, Heal>()
  // Before anything is done: whatever follows from it is later on the same clock, and who follows the journal sees
  // the fault before its consequences.
  const at = new Date()
  const isRecorded = await writeIfPossible(fault, () =>
    appendJournal(context.directory, at, {
      kind: 'fault-injected',
      fault: fault.kind,
      instances: instances.map(({name}) => name),
      ...hostsOf(instances, context),
      ...journalled(fault, context),
      forMs,
      heal: isHeal || undefined,
      seen,
    }),
  )
  const failures = new Map<string, unknown>()
  const affected = await settleAll(
    instances.map(async ({name, address, role}): Promise<AffectedInstance> => {
      try {
        const {heal, ...facts} = await injectOne(fault, name, context)
        if (heal !== undefined) heals.set(name, heal)
        return {name, address, role, ...facts}
      } catch (error) {
        failures.set(name, error)
        throw error
      }
    }),
  ).finally(() =>
    writeIfPossible(fault, async () => {
      await writeRecord(context.directory, context.record)
      await journalFailures(fault, failures, context)
    }),
  )
  const unrecorded = isRecorded ? {} : ({unrecorded: true} as const)
  const report = {fault: fault.kind, instances: affected, skipped, at: at.toISOString(), ...unrecorded}
  return {report, heals}
}

/**
 * A server that fills the disk can be killed all the same. Its record does not change by that.
 *
 * @returns whether it was written
 */
async function writeIfPossible({kind}: Fault, write: () => Promise<void>): Promise<boolean> {
  try {
    await write()
    return true
  } catch (error) {
    if (kind !== 'kill' || !isForFullDisk(error)) throw error
    return false
  }
}

/** Says of which instances it is not true that the fault was done to them. */
async function journalFailures(
  {kind}: Fault,
  failures: ReadonlyMap<string, unknown>,
  {directory}: FaultContext,
): Promise<void> {
  // The first half of a restart is done by the time that the second fails; and what takes too long, or was not waited
  // for, is under way all the same.
  const isUndone = (error: unknown) =>
    kind !== 'restart' && !hasErrorCode(error, 'TIMED_OUT') && !hasErrorCode(error, 'INTERRUPTED')
  const undone = [...failures].filter(([, error]) => isUndone(error))
  const [first] = undone
  if (first === undefined) return
  const [, error] = first
  await appendJournal(directory, new Date(), {
    kind: 'fault-failed',
    fault: kind,
    instances: undone.map(([name]) => name),
    reason: messageOf(error),
  })
}

/** The hosts that it is done to as a whole: what they lose, a host that is lost loses. */
function hostsOf(
  instances: readonly InstanceStatus[],
  {record}: FaultContext,
): {readonly hosts?: readonly string[]} {
  const hosts = wholeHosts(
    record.plan.instances,
    instances.map(({name}) => name),
  )
  return hosts.length === 0 ? {} : {hosts}
}

/** What else the journal keeps of a fault. */
function journalled(fault: Fault, {record}: FaultContext) {
  switch (fault.kind) {
    case 'kill':
      return {signal: fault.signal}
    case 'failover':
      if (record.plan.mode === 'cluster') return {manner: fault.manner ?? ('agreed' as const)}
      return fault.manner === undefined ? {} : {manner: fault.manner}
    case 'stop':
      return fault.failover ? {manner: 'handover' as const} : {}
    case 'sleep':
      return {durationMs: fault.durationMs}
    case 'set':
      return {directives: fault.directives.map(concealSecret)}
    default:
      return {}
  }
}

type Outcome = Omit<AffectedInstance, 'name' | 'address' | 'role'> & {readonly heal?: Heal}

async function injectOne(fault: Fault, name: string, context: FaultContext): Promise<Outcome> {
  const {host, record, signal} = context
  const entry = record.processes[name] ?? {process: null, stopped: false}
  const {process: identity} = entry
  const pid = identity?.pid ?? null
  const instance = plannedOf(record, name)
  const asked = {instance, access: record, signal}
  switch (fault.kind) {
    case 'kill':
      await endBySignal(host, requireProcess(identity, name), fault.signal, signal)
      return {pid, heal: healOf('kill')}
    case 'stop':
      if (fault.failover) await handOverAtShutdown(asked)
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
      if (record.plan.mode === 'cluster') {
        // Of a cluster none is coordinated: that was checked when it was asked for.
        await takeOver(record, instance, fault.manner === 'coordinated' ? undefined : fault.manner)
        return {pid}
      }
      return {pid, sentinel: await askForFailover(record, instance, fault.manner === 'coordinated')}
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
  const isTilted =
    instance.kind === 'sentinel' ? await waitForTilt(endpointOf(instance, record), pausedMs) : undefined
  return {
    ...(pausedMs === undefined ? {} : {pausedMs}),
    ...(isTilted === undefined ? {} : {tilt: isTilted}),
  }
}

function requireProcess(identity: ProcessIdentity | null, name: string): ProcessIdentity {
  if (identity === null) throw new TypeError(`${name} is alive but has no process on record`)
  return identity
}

async function startOne(name: string, context: FaultContext): Promise<number> {
  const {host, directory, record} = context
  try {
    return await spawnOne(name, context)
  } catch (error) {
    if (!hasErrorCode(error, 'PORT_TAKEN')) throw error
    const {port} = plannedOf(record, name)
    // Of an earlier start, killed before it could write down what it had started.
    const isOurs = (await findUnrecorded(directory, record, name)).length > 0
    if (!isOurs) throw await portTaken(port, name, keepsItsPort(name, record.plan.name))
    await endInstance(host, directory, record, name)
    return await spawnOne(name, context)
  }
}

function keepsItsPort(name: string, deployment: string): string {
  const flag = nameFlagOf(deployment)
  return `The others know ${name} by its port, so it keeps it. End that process and try again: redislab start ${name}${flag}`
}

async function spawnOne(name: string, {host, directory, record, signal}: FaultContext): Promise<number> {
  const options = {host, withinMs: startWithinMs, signal}
  const [pid = 0] = await startInstances(directory, record, [plannedOf(record, name)], options)
  return pid
}

function plannedOf({plan}: DeploymentRecord, name: string): PlannedInstance {
  return plan.instances.find((candidate) => candidate.name === name) as PlannedInstance
}
