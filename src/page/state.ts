import type {Incident, Model} from './model.ts'
import {clampSpan, type Span} from './time.ts'

/** What a reader has chosen. */
export interface State {
  /** The moment that is looked at, in milliseconds from the beginning of the period. */
  readonly t: number
  /** What the lanes show. */
  readonly span: Span
  readonly node: string | null
  readonly incident: number
  /** Live: the moment is always now. */
  readonly isFollowing: boolean
  readonly isPlaying: boolean
  readonly speed: number
}

/** What a page shows at first: the last failover, or everything. A link may say another moment or instance. */
export function firstState(model: Model, hash: string, isLive: boolean): State {
  const asked = new URLSearchParams(hash.replace(/^#/, ''))
  const incident = model.incidents.length - 1
  const chosen = model.incidents[incident]
  const {toMs} = model.data.period
  const t = Number(asked.get('t') ?? Number.NaN)
  const isAsked = Number.isFinite(t) && asked.has('t')
  const whole = {from: 0, to: toMs}
  const span = isLive || chosen === undefined ? whole : spanOf(chosen, whole)
  const first = isLive ? toMs : (chosen?.ms ?? toMs)
  const moment = isAsked ? Math.min(Math.max(t, 0), toMs) : first
  const isInside = moment >= span.from && moment <= span.to
  const node = asked.get('node')
  return {
    t: moment,
    span: isInside ? span : whole,
    node: model.data.instances.some(({name}) => name === node) ? node : null,
    incident,
    isFollowing: isLive && !isAsked,
    isPlaying: false,
    speed: 1,
  }
}

/** The link to what is looked at. */
export function hashOf({t, node, isFollowing}: State): string {
  const parts = new URLSearchParams()
  if (!isFollowing) parts.set('t', String(Math.round(t)))
  if (node !== null) parts.set('node', node)
  return parts.size === 0 ? '' : `#${parts}`
}

/** An incident from a little before its beginning to a little after its end. */
export function spanOf({ms, phases, details}: Incident, whole: Span): Span {
  const last = Math.max(
    1000,
    ...Object.values(phases).filter((phase) => phase !== null),
    ...details.attempts.map(({endedMs}) => endedMs ?? 0),
  )
  return clampSpan({from: ms - last * 0.12, to: ms + last * 1.12}, whole)
}
