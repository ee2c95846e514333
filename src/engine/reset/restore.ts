import path from 'node:path'
import {filesOf} from '../../core/config/files.ts'
import {findAstray} from '../../core/status/astray.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {readSettings, type Settings} from '../instances/baseline.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import {type AskedSentinel, askSentinel} from './ask-sentinel.ts'
import type {ResetContext} from './context.ts'
import {findTurn, type Turn} from './find-turn.ts'
import {restoreConf} from './restore-conf.ts'

/** An instance that does not answer within this time is started again. */
const answerWithinMs = 400

export interface Restored {
  /** Who cannot be put right in place, and is to be started again. */
  readonly broken: readonly string[]
  /** How the sentinels are put right in place; undefined when they are broken, or need nothing. */
  readonly turn: Turn | undefined
}

/**
 * Takes back what was changed at every instance, settings above all. If anything has happened that sentinels have seen, they
 * remember what failed, and for how long to wait before they try again: they forget it with a turn, or are all started again.
 *
 * @param dead data instances that are being started again already
 * @param ask for the status, where nothing else shows that something has happened
 */
export async function restoreInstances(
  context: ResetContext,
  dead: readonly string[],
  ask: () => Promise<DeploymentStatus>,
): Promise<Restored> {
  const {plan, sentinelEpoch = 0} = context.record
  const data = plan.instances.filter(({kind, name}) => kind === 'redis' && !dead.includes(name))
  const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel')
  // All at once; what sentinels have seen counts only where nothing else has happened.
  const [restored, asked] = await Promise.all([
    Promise.all(data.map((instance) => restoreData(instance, context))),
    Promise.all(sentinels.map((sentinel) => askSentinel(sentinel, context))),
  ])
  const broken = [...dead, ...data.filter((_, index) => !restored[index]).map(({name}) => name)]
  const isUntouched = (sentinel: AskedSentinel | undefined) =>
    sentinel?.currentEpoch === sentinelEpoch && monitorsOnly(sentinel, plan.masters)
  const isQuiet = async () => {
    if (broken.length > 0 || !asked.every(isUntouched)) return false
    const status = await ask()
    return status.ready && findAstray(plan, status).length === 0
  }
  if (sentinels.length === 0 || (await isQuiet())) return {broken, turn: undefined}
  const turn = findTurn(plan, asked)
  // While their master is started again they would look for another one.
  if (turn !== undefined && !broken.includes(turn.from.name)) return {broken, turn}
  return {broken: [...broken, ...sentinels.map(({name}) => name)], turn: undefined}
}

/** @returns whether it is alive and all its settings are what they were */
async function restoreData(instance: PlannedInstance, context: ResetContext): Promise<boolean> {
  const {record, directory, host, baseline} = context
  const settings = baseline?.[instance.name]
  const process = record.processes[instance.name]?.process ?? null
  const state = process === null ? undefined : (await host.look(process))?.state
  if (settings === undefined || process === null || (state !== 'running' && state !== 'paused')) return false
  if (state === 'paused') await host.signal(process, 'SIGCONT')
  record.processes[instance.name] = {process, stopped: false}
  try {
    using connection = await Connection.open(endpointOf(instance, record), {
      timeoutMs: answerWithinMs,
    })
    const [now] = await Promise.all([
      readSettings(connection, instance, []),
      connection.call('CLIENT', 'UNPAUSE'),
    ])
    await setBack(connection, settings, now)
  } catch {
    // Whatever it was: it does not answer, has another password, or refuses its own setting. Started again, it is as it was.
    return false
  }
  // Redis may have rewritten it; a start by hand shall not bring back what it says.
  await restoreConf(directory, instance)
  await host.deliver(process, path.join(instanceDirectory(directory, instance.name), filesOf(instance).conf))
  return true
}

async function setBack(connection: Connection, wanted: Settings, now: Settings): Promise<void> {
  const changed = Object.entries(wanted).filter(([name, value]) => now[name] !== value)
  for (const [name, value] of changed) await connection.call('CONFIG', 'SET', name, value)
}

/** Whether a sentinel watches the masters of the plan, and none that somebody else told it of (SENTINEL MONITOR). */
function monitorsOnly({monitored}: AskedSentinel, masters: readonly {readonly name: string}[]): boolean {
  return monitored.size === masters.length && masters.every(({name}) => monitored.has(name))
}
