import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {filesOf} from '../../core/config/files.ts'
import {findAstray} from '../../core/status/astray.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {readSettings, type Settings} from '../instances/baseline.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import type {ResetContext} from './context.ts'
import {restoreConf} from './restore-conf.ts'

/** An instance that does not answer within this time is started again. */
const answerWithinMs = 400

/**
 * Takes back what was changed at every instance, settings above all.
 *
 * @returns who cannot be put right this way and is to be started again. If anything has happened that sentinels have seen,
 * these are all the sentinels: they remember what failed, and for how long to wait before they try again.
 */
export async function restoreInstances(
  context: ResetContext,
  before: DeploymentStatus,
): Promise<readonly string[]> {
  const {plan} = context.record
  const data = plan.instances.filter(({kind}) => kind === 'redis')
  const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel')
  // All at once; what sentinels have seen counts only where nothing else has happened.
  const [restored, untouched] = await Promise.all([
    Promise.all(data.map((instance) => restoreData(instance, context, before))),
    Promise.all(sentinels.map((sentinel) => isUntouched(sentinel, context))),
  ])
  const broken = data.filter((_, index) => !restored[index]).map(({name}) => name)
  const isQuiet =
    broken.length === 0 && before.ready && findAstray(plan, before).length === 0 && untouched.every(Boolean)
  return isQuiet ? broken : [...broken, ...sentinels.map(({name}) => name)]
}

/** @returns whether it is alive and all its settings are what they were */
async function restoreData(
  instance: PlannedInstance,
  context: ResetContext,
  before: DeploymentStatus,
): Promise<boolean> {
  const {record, directory, host, baseline} = context
  const settings = baseline?.[instance.name]
  const process = record.processes[instance.name]?.process ?? null
  const state = before.instances.find(({name}) => name === instance.name)?.state
  if (settings === undefined || process === null || (state !== 'running' && state !== 'paused')) return false
  if (state === 'paused') await host.signal(process, 'SIGCONT')
  record.processes[instance.name] = {process, stopped: false}
  try {
    using connection = await Connection.open(endpointOf(instance, record), {
      timeoutMs: answerWithinMs,
    })
    await connection.call('CLIENT', 'UNPAUSE')
    await setBack(connection, settings, await readSettings(connection, instance, []))
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

/** Whether a sentinel has seen nothing yet: no vote, no failover, no change of what it was told. */
async function isUntouched(instance: PlannedInstance, context: ResetContext): Promise<boolean> {
  const {record, directory, baseline} = context
  // What it writes down is elsewhere while it runs.
  if (instance.onHost !== undefined) return false
  const conf = path.join(instanceDirectory(directory, instance.name), filesOf(instance).conf)
  try {
    // Each vote and each try is written down before it is told (sentinel.c: sentinelFlushConfig).
    const text = await readFile(conf, 'utf8')
    if (!/^sentinel current-epoch 0$/m.test(text)) return false
    using connection = await Connection.open(endpointOf(instance, record), {
      timeoutMs: answerWithinMs,
    })
    if (!(await monitorsOnly(connection, record.plan.masters))) return false
    const now = await readSettings(connection, instance, record.plan.masters)
    const wanted = baseline?.[instance.name]
    return wanted !== undefined && Object.entries(wanted).every(([name, value]) => now[name] === value)
  } catch {
    // It cannot be asked: it is started again, whatever the reason.
    return false
  }
}

/** Whether a sentinel watches the masters of the plan, and none that somebody else told it of (SENTINEL MONITOR). */
async function monitorsOnly(
  connection: Connection,
  masters: readonly {readonly name: string}[],
): Promise<boolean> {
  const monitored = parseMasters(await connection.call('SENTINEL', 'MASTERS'))
  return monitored.length === masters.length && masters.every(({name}) => monitored.includes(name))
}

/** Each is a flat list of names and values, which begins with `name`. */
function parseMasters(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply.map((fields) => String(fields?.[1])) : []
}
