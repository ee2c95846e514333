import type {FaultReport, LinkFaultReport} from '../../core/contract/fault-report.ts'
import {traitsOf, undoingOf} from '../../core/faults/kinds.ts'
import {isLinkFault} from '../../core/links/link-fault.ts'
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

/** The outcome of a watched fault in a master group: the phases, the reasons, and what its clients saw. */
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
  if (timing === 'redis' || downAfterMs === null || downAfterMs >= shippedMs) return undefined
  const directive = mode === 'cluster' ? 'cluster-node-timeout' : 'down-after-milliseconds'
  return `${formatDuration(downAfterMs)} is ${timing === 'fast' ? 'a timer for tests' : "a lab's timer"}: Redis ships with ${directive} ${shippedMs / 1000} s (up --timing redis).`
}

/** What is true after Ctrl-C: the fault stays done, and what follows from it goes on. */
export function renderLeft(
  {fault, instances}: Pick<FaultReport | LinkFaultReport, 'fault' | 'instances'>,
  {healsAt, nameFlag}: {readonly healsAt: Date | null; readonly nameFlag: string},
  theme: Theme,
): string {
  const {stays} = traitsOf(fault)
  const several = isLinkFault({kind: fault}) || instances.length > 1
  const who = isLinkFault({kind: fault}) ? 'the links' : joinNames(instances.map(({name}) => name))
  const state =
    healsAt !== null
      ? `what was done is undone at ${formatClock(healsAt.getTime())}`
      : stays === undefined
        ? 'what was done stays done'
        : `${who} ${several ? 'stay' : 'stays'} ${stays}`
  const next = theme.command(`redislab timeline --follow${nameFlag}`)
  return `\n${theme.warn('▲')} No longer watching: ${state}, and the rest takes its course: ${next}\n`
}

/** What undoes a fault that lasts, to be typed next; nothing where nothing is to be undone. */
export function renderUndoing(
  {fault, instances}: Pick<FaultReport | LinkFaultReport, 'fault' | 'instances'>,
  nameFlag: string,
  theme: Theme,
): string {
  const undoing = undoingOf(fault)
  if (traitsOf(fault).stays === undefined || undoing === undefined) return ''
  const {by, why = '', several = why} = undoing
  const names = instances.map(({name}) => name).join(' ')
  const [command, what] = isLinkFault({kind: fault})
    ? [by, fault === 'partition' ? `${why}, and see which master gives way` : why]
    : instances.length > 1
      ? [`${by} ${names}`, `${several}, and see what they become`]
      : [`${by} ${names}`, `${why}, and see what it becomes`]
  const typed = theme.command(`redislab ${command} --watch${nameFlag}`)
  return `\n  ${theme.dim('try next')}  ${typed}  ${theme.dim(what)}\n`
}
