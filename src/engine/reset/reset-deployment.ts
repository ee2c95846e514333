import {performance} from 'node:perf_hooks'
import type {ResetReport} from '../../core/contract/reset-report.ts'
import {findAstray, findBehind} from '../../core/status/astray.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {thisMachine} from '../host/this-machine.ts'
import {readBaseline} from '../instances/baseline.ts'
import {reviveRelay, sendRules} from '../links/relay-process.ts'
import {waitUntilReady} from '../observe/wait-until-ready.ts'
import {appendJournal} from '../state/journal.ts'
import {writeRecord} from '../state/record.ts'
import {requireRecord} from '../state/require-record.ts'
import {notInTime, waitUntilNone} from '../time/wait-until-none.ts'
import {takeShardsBack} from './cluster.ts'
import type {ResetContext} from './context.ts'
import {Laggards} from './laggards.ts'
import {slowCronDown} from './quick-cron.ts'
import {respawn, startDeadMasters} from './respawn.ts'
import {type Restored, restoreInstances} from './restore.ts'
import {SentinelTurn} from './turn-sentinels.ts'

export interface ResetDeploymentOptions {
  readonly withinMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** What was put right in place settles within this time, or everything is started again. */
const inPlaceWithinMs = 2500

/**
 * Puts a deployment back to how it began. In place as far as that is possible, since processes that need not be started
 * cost nothing; whatever is unclear is started again from its rendered conf.
 *
 * @throws RedislabError TIMED_OUT, and what starting an instance throws
 */
export async function resetDeployment(
  deployment: Deployment,
  {withinMs = 30_000, signal}: ResetDeploymentOptions,
): Promise<ResetReport> {
  return deployment.exclusively(
    async () => {
      const startedAt = performance.now()
      const {home, directory, name} = deployment
      const record = await requireRecord(home, name)
      const baseline = await readBaseline(directory)
      const context = {host: thisMachine, directory, record, baseline, withinMs, signal}
      await appendJournal(directory, new Date(), {kind: 'reset-begun'})
      await endWaitingHeals(context)
      const restarted = await putRight(deployment, context)
      const ms = Math.round(performance.now() - startedAt)
      const at = new Date()
      await appendJournal(directory, at, {kind: 'deployment-reset', ms})
      await writeRecord(directory, {...record, resetAt: at.toISOString()})
      return {at: at.toISOString(), ms, restarted}
    },
    {signal},
  )
}

/** Cancels what waits to be undone, and restores the links. */
async function endWaitingHeals({host, directory, record, signal}: ResetContext): Promise<void> {
  const {healers} = record
  await Promise.all(healers.map(({process}) => host.signal(process, 'SIGKILL')))
  record.healers = []
  if (record.links !== undefined) {
    const hadRules = record.links.rules.length > 0
    record.links = {...record.links, rules: []}
    const context = {host, directory, record, signal}
    const wasRevived = await reviveRelay(context)
    if (hadRules && !wasRevived) await sendRules(context)
  }
  if (healers.length > 0 || record.links !== undefined) await writeRecord(directory, record)
}

/** @returns who was started again */
async function putRight(deployment: Deployment, context: ResetContext): Promise<readonly string[]> {
  const {record, directory, withinMs, signal} = context
  const {plan} = record
  const all = plan.instances.map(({name}) => name)
  using observer = deployment.observer()
  // Nothing else takes as long, and all others wait for it.
  const ahead = await startDeadMasters(context)
  const {broken, turn} = await lookAround().catch(async (error: unknown) => {
    // Nothing is under way any more when it is told.
    await Promise.allSettled([ahead.started])
    throw error
  })
  if (await tryInPlace()) return all.filter((name) => broken.includes(name))
  signal?.throwIfAborted()
  await respawn(context, all)
  await writeRecord(directory, record)
  if (plan.mode === 'cluster') await waitUntilReady(record, {observer, withinMs, signal})
  const left = await settle(withinMs)
  if (left.length === 0 && (await slowCronDown(context, all))) return all
  const unmet = left.length === 0 ? ['an instance did not take its hz back'] : left
  const suggestion = `Replace it: redislab up ${plan.topology} --replace`
  throw notInTime('The deployment was not reset', {withinMs, unmet, suggestion})

  async function lookAround(): Promise<Restored> {
    return restoreInstances(context, ahead.names, () => deployment.statusBy(observer, {signal}))
  }

  /** Those that are broken are started again, the others stay. */
  async function tryInPlace(): Promise<boolean> {
    if (plan.mode === 'cluster') {
      if (broken.length > 0 || !(await takeShardsBack(context))) return false
      return hasSettled()
    }
    await using sentinels = turn && new SentinelTurn(record, turn)
    const isPossible = broken.length < all.length && (sentinels === undefined || (await sentinels.begin()))
    if (!isPossible) {
      await ahead.started
      return false
    }
    await respawn(context, broken, ahead)
    return (
      (await sentinels?.tell()) !== false &&
      (await hasSettled()) &&
      (await sentinels?.end()) !== false &&
      (await slowCronDown(context, broken))
    )
  }

  async function hasSettled(): Promise<boolean> {
    await writeRecord(directory, record)
    return (await settle(inPlaceWithinMs)).length === 0
  }

  async function settle(limitMs: number): Promise<readonly string[]> {
    const laggards = new Laggards(record)
    const findUnmet = async () => {
      const status = await deployment.statusBy(observer, {signal})
      await laggards.help(status)
      return [...status.notReady, ...findAstray(plan, status), ...findBehind(status)]
    }
    return waitUntilNone(findUnmet, {withinMs: limitMs, everyMs: 4, signal})
  }
}
