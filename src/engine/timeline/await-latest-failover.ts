import type {Explanation} from '../../core/timeline/explain.ts'
import {summarise} from '../../core/timeline/explaining/summary.ts'
import type {CompletedFailover} from '../../core/timeline/failover.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {awaitFailover} from './await-failover.ts'
import {explainLast} from './explain-last.ts'

export interface AwaitLatestOptions {
  readonly masterName?: string | undefined
  /** By default as long as two failover attempts take. */
  readonly withinMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Waits for the failover that belongs to the last time a master was in question, since the start or the last reset. An
 * older one does not count, so that who kills one master after another waits for the right failover each time.
 *
 * @throws RedislabError TARGET_NOT_FOUND; TIMED_OUT with why there was none; WRONG_STATE when there is nobody who could
 * fail over
 */
export async function awaitLatestFailover(
  deployment: Deployment,
  {masterName, withinMs, signal}: AwaitLatestOptions,
): Promise<Explanation & {readonly failover: CompletedFailover}> {
  const {resetAt, createdAt} = deployment.record
  const options = {sinceMs: Date.parse(resetAt ?? createdAt), masterName, signal}
  const [before] = (await explainLast(deployment, options)).explanations
  const afterMs = before === undefined ? Number.NEGATIVE_INFINITY : Date.parse(before.failover.at) - 1
  const failover = await awaitFailover(deployment, {...options, afterMs, withinMs})
  const {explanations} = await explainLast(deployment, {...options, masterName: failover.masterName})
  const explained = explanations.find((it) => it.failover.at === failover.at)
  return {summary: summarise(failover, {isGone: false}), reasons: [], ...explained, failover}
}
