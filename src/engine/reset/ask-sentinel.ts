import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {filesOf} from '../../core/config/files.ts'
import type {MonitoredMaster} from '../../core/redis/sentinel-reply.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {readSettings} from '../instances/baseline.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import {periodsOf, readPeriods} from '../instances/sentinel-periods.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import {Observer} from '../redis/observe.ts'
import type {ResetContext} from './context.ts'

/** A sentinel that does not answer within this time is started again. */
const answerWithinMs = 1000

/** What a sentinel knows, whose settings are all what they were. */
export interface AskedSentinel {
  readonly instance: PlannedInstance
  /** Raised by each try of a failover, its own or one that it voted for, and never taken back. */
  readonly currentEpoch: number
  readonly monitored: ReadonlyMap<string, MonitoredMaster>
  readonly isTilted: boolean
  /** Whether it has SENTINEL DEBUG. */
  readonly hasPeriods: boolean
}

/** @returns undefined for one that cannot be left running: it does not answer, or was changed */
export async function askSentinel(
  instance: PlannedInstance,
  context: ResetContext,
): Promise<AskedSentinel | undefined> {
  const {host, record, directory, baseline} = context
  const {process = null} = record.processes[instance.name] ?? {}
  const wanted = baseline?.[instance.name]
  // What it writes down is elsewhere while it runs.
  if (instance.onHost !== undefined || wanted === undefined) return undefined
  const {masters, settings} = record.plan
  const conf = path.join(instanceDirectory(directory, instance.name), filesOf(instance).conf)
  try {
    // The kernel would take a connection to a paused one, and nobody would answer.
    if (process === null || (await host.look(process))?.state !== 'running') return undefined
    using connection = await Connection.open(endpointOf(instance, record), {timeoutMs: answerWithinMs})
    const observer = new Observer('sentinel', endpointOf(instance, record), {
      connection,
      masterNames: masters.map(({name}) => name),
    })
    const [text, now, periods, {monitored, tilt = false}] = await Promise.all([
      // Each vote and each try is written down before it is told (sentinel.c: sentinelFlushConfig).
      readFile(conf, 'utf8'),
      readSettings(connection, instance, masters),
      readPeriods(connection),
      observer.ask(),
    ])
    const epoch = /^sentinel current-epoch (\d+)$/m.exec(text)?.[1]
    if (epoch === undefined || monitored === undefined) return undefined
    const isUnchanged =
      isAsIn(wanted, now) && (periods === undefined || isAsIn(periodsOf(settings.timing), periods))
    if (!isUnchanged) return undefined
    return {
      instance,
      currentEpoch: Number(epoch),
      monitored,
      isTilted: tilt,
      hasPeriods: periods !== undefined,
    }
  } catch {
    // It cannot be asked: it is started again, whatever the reason.
    return undefined
  }
}

function isAsIn<Value>(
  wanted: Readonly<Record<string, Value>>,
  now: Readonly<Record<string, Value>>,
): boolean {
  return Object.entries(wanted).every(([name, value]) => now[name] === value)
}
