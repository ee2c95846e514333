import type {FaultReport, LinkFaultReport} from '../../core/contract/fault-report.ts'
import type {LoadReport} from '../../core/load/report.ts'
import {joinNames} from '../../core/text/join-names.ts'
import {formatDuration} from '../../core/time/duration.ts'
import type {Explanation} from '../../core/timeline/explain.ts'
import type {Failover} from '../../core/timeline/failover.ts'
import type {InstanceNames} from '../../core/timeline/incidents/names.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {formatClock} from '../kit/clock-time.ts'
import type {Theme} from '../kit/theme.ts'
import {wrapText} from '../kit/wrap-text.ts'
import {renderSeenByClients} from '../load/load-view.ts'
import {renderExplanation} from '../timeline/explanation-view.ts'
import {renderPhases} from '../timeline/phases-view.ts'

interface Watched {
  readonly explanation: Explanation
  readonly load: LoadReport | undefined
}

interface WatchedViewOptions {
  readonly plan: Plan
  readonly names: InstanceNames
  /** The columns of the terminal. */
  readonly width: number | undefined
}

/** What came of a watched fault in a master group: the phases, the reasons, and what its clients saw. */
export function renderWatched(
  {explanation, load}: Watched,
  {plan, names, width}: WatchedViewOptions,
  theme: Theme,
): string {
  const {failover} = explanation
  const hasPhases = Object.values(failover.phases).some((ms) => ms !== null)
  const timers = describeTimers(plan, failover)
  return [
    ...(hasPhases ? [renderPhases(failover, theme, {width})] : []),
    ...(hasPhases && failover.phases.sdownMs !== null && timers !== undefined
      ? [
          `${wrapText(timers, width ?? Number.POSITIVE_INFINITY)
            .map(theme.dim)
            .join('\n')}\n`,
        ]
      : []),
    renderExplanation(explanation, theme, {names, width, evidence: false}),
    ...(load === undefined ? [] : [renderSeenByClients(load, theme, {width})]),
  ]
    .map((part) => `\n${part}`)
    .join('')
}

/** That production is slower, where the timers are those of a lab; undefined where they are not. */
function describeTimers({mode, settings: {timing}}: Plan, {details}: Failover): string | undefined {
  const {downAfterMs} = details.inForce
  const shippedMs = mode === 'cluster' ? 15_000 : 30_000
  if (timing !== 'lab' || downAfterMs === null || downAfterMs >= shippedMs) return undefined
  const directive = mode === 'cluster' ? 'cluster-node-timeout' : 'down-after-milliseconds'
  return `${formatDuration(downAfterMs)} is a lab's timer: Redis ships with ${directive} ${shippedMs / 1000} s (up --timing redis).`
}

/** What is true after Ctrl-C: the fault stays done, and what follows from it goes on. */
export function renderLeft(
  {fault, instances}: Pick<FaultReport | LinkFaultReport, 'fault' | 'instances'>,
  {healsAt, nameFlag}: {readonly healsAt: Date | null; readonly nameFlag: string},
  theme: Theme,
): string {
  const names = joinNames(instances.map(({name}) => name))
  const stays = instances.length > 1 ? 'stay' : 'stays'
  const lasting: Readonly<Record<string, string>> = {
    kill: `${names} ${stays} killed`,
    stop: `${names} ${stays} stopped`,
    pause: `${names} ${stays} paused`,
    partition: 'the links stay cut',
    delay: 'the links stay slow',
  }
  const state =
    healsAt === null
      ? (lasting[fault] ?? 'what was done stays done')
      : `what was done is undone at ${formatClock(healsAt.getTime())}`
  const next = theme.command(`redislab timeline --follow${nameFlag}`)
  return `\n${theme.warn('▲')} No longer watching: ${state}, and the rest takes its course: ${next}\n`
}

/** What undoes a fault that lasts, to be typed next; nothing where nothing is to be undone. */
export function renderUndoing(
  {fault, instances}: Pick<FaultReport | LinkFaultReport, 'fault' | 'instances'>,
  nameFlag: string,
  theme: Theme,
): string {
  const names = instances.map(({name}) => name).join(' ')
  const [it, goes] = instances.length > 1 ? ['them', 'they become'] : ['it', 'it becomes']
  const start = [`start ${names}`, `bring ${it} back, and see what ${goes}`]
  const steps: Readonly<Record<string, readonly string[]>> = {
    kill: start,
    stop: start,
    pause: [`resume ${names}`, `let ${it} go on, and see what ${goes}`],
    partition: ['heal', 'remove all partitions and delays, and see which master gives way'],
    delay: ['heal', 'remove all partitions and delays'],
  }
  const [command, why = ''] = steps[fault] ?? []
  if (command === undefined) return ''
  const typed = theme.command(`redislab ${command} --watch${nameFlag}`)
  return `\n  ${theme.dim('try next')}  ${typed}  ${theme.dim(why)}\n`
}
