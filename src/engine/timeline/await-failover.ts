import {RedislabError} from '../../core/errors/errors.ts'
import {findUnsettled} from '../../core/status/settled.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import {type CompletedFailover, type Failover, isCompleted} from '../../core/timeline/failover.ts'
import {requireGroup} from '../../core/topology/require-group.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {requireRecord} from '../state/require-record.ts'
import {waitFor} from '../time/wait.ts'
import {type ExplainOptions, explainLast} from './explain-last.ts'
import {lastOf} from './last-failover.ts'
import {openTimeline} from './open-timeline.ts'
import {triesMs} from './tries.ts'

export interface AwaitFailoverOptions {
  /** Failovers that began before this moment are history. Milliseconds since 1970. */
  readonly sinceMs: number
  /** Only one that began later than this. */
  readonly afterMs: number
  readonly masterName?: string | undefined
  /** As long as two tries of a failover take, by default. */
  readonly withinMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** What a failover takes beside the times that are set. */
const slackMs = 10_000

/**
 * Waits until the last failover is over for everybody who uses it: every sentinel that runs names the new master, every
 * replica that runs follows it, and nobody is out of their place. There may be none yet. That the leader notes this as well
 * (`+failover-end`, up to a second later) is not waited for.
 *
 * @throws RedislabError TARGET_NOT_FOUND; TIMED_OUT with why; WRONG_STATE when there is nobody who could fail over
 */
export async function awaitFailover(
  deployment: Deployment,
  {afterMs, withinMs, ...options}: AwaitFailoverOptions,
): Promise<CompletedFailover> {
  const {signal, sinceMs, masterName} = options
  const {plan} = deployment.record
  if (masterName !== undefined) requireGroup(plan, masterName)
  if (plan.mode !== 'sentinel' && plan.mode !== 'cluster') throw withoutFailover(plan.topology)
  await deployment.status({signal})
  const within = withinMs ?? triesMs(plan, deployment.seen) + slackMs
  const stop = new AbortController()
  const timeline = await openTimeline(deployment, {
    sinceMs,
    follow: true,
    signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
  })
  const reading = readAll()
  // Told below; until then a failure waits.
  reading.catch(() => {})
  using observer = deployment.observer()
  let unsettled: readonly string[] = []
  try {
    const failover = await Promise.race([
      reading,
      waitFor(
        async () => {
          // Of one that was taken down nothing is to be awaited.
          await requireRecord(deployment.home, deployment.name)
          const last = lastOf(deployment, timeline, {...options, reattachedBy: 'replica'})
          if (last === undefined || !isCompleted(last) || Date.parse(last.at) <= afterMs) return undefined
          const status = await deployment.statusBy(observer, {signal})
          unsettled = [...findUnsettled(status), ...findIdle(last, status)]
          return unsettled.length === 0 ? last : undefined
        },
        {withinMs: within, everyMs: 20, signal},
      ),
    ])
    signal?.throwIfAborted()
    if (failover !== undefined) return failover
  } finally {
    stop.abort()
    await reading.catch(() => {})
  }
  throw await timedOut(deployment, {...options, within, unsettled})

  /** Until it is stopped; only a failure ends it before. */
  async function readAll(): Promise<undefined> {
    for await (const _ of timeline.batches) if (stop.signal.aborted) break
  }
}

/** Nodes of a cluster that stopped serving at the failover, and have not logged yet that they serve again. */
function findIdle({details}: Failover, {instances}: DeploymentStatus): readonly string[] {
  if (details.kind !== 'cluster') return []
  return details.stopped.flatMap(({node, toMs}) =>
    toMs === null && instances.some(({name, state}) => name === node && state === 'running')
      ? [`${node} does not serve again yet`]
      : [],
  )
}

interface Waited extends ExplainOptions {
  readonly within: number
  readonly unsettled: readonly string[]
}

async function timedOut(
  deployment: Deployment,
  {within, unsettled, ...options}: Waited,
): Promise<RedislabError> {
  const {explanations} = await explainLast(deployment, options)
  const told = explanations.flatMap(({summary, reasons}) => [summary, ...reasons.map(({text}) => text)])
  const what =
    unsettled.length > 0
      ? `The failover was not over after ${within} ms: ${unsettled.join('; ')}.`
      : `No failover came within ${within} ms.`
  return new RedislabError('TIMED_OUT', what, {
    suggestions: told.length > 0 ? told : ['Nothing was done to a master: redislab kill master'],
    details: {unsettled},
  })
}

function withoutFailover(topology: string): RedislabError {
  return new RedislabError('WRONG_STATE', `There is no failover in ${topology}: it has no sentinels.`, {
    suggestions: ['Start one that is watched, such as 1m2r3s, or a cluster.'],
  })
}
