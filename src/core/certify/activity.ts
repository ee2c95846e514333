import type {Sign, Workload} from '../lab/schema/certify.ts'
import type {Executed} from './record.ts'
import {type Sight, settleMs} from './sight.ts'

/** What a client got done, and where. */
export interface Activity {
  /** It does its work again, in every group in which it did before. */
  readonly recovered: boolean
  /** It works, but far less than before. */
  readonly isReduced: boolean
  /** It did something that counts, at some time. */
  readonly everWorked: boolean
  /** The longest time without work that got through, from the fault on; null while it lasts. */
  readonly outageMs: number | null
  readonly silentMs: number
  /** The longest that one of the replaced masters took writes. */
  readonly longestSilentMs: number
  readonly silentWrites: number
  /** Those of them that went to a foreign cluster. */
  readonly foreignWrites: number
  readonly lastSilentAt: number
  /** The longest time without work from the fault on, by group. */
  readonly gaps: ReadonlyMap<string, number>
}

export const workOfSign: Readonly<Record<Sign, Executed['work']>> = {
  writes: 'write',
  reads: 'read',
  subscription: 'heard',
  pops: 'popped',
}

/** Workloads whose keys lie in every shard, and stay there. */
const perShard: ReadonlySet<Workload> = new Set([
  'write',
  'shards',
  'read-replicas',
  'pool',
  'script',
  'evalsha',
])

/** Of what it did before, a client must do this part again. */
const enough = 0.3
/** Writes to a master that was replaced are counted by so many milliseconds. */
const bucketMs = 100
/** The rate before the fault is that of so many milliseconds. */
const baselineMs = 1500

/**
 * Whether a client never did two pieces of work in the time in which two are asked of one that is back: such a one cannot show
 * that it is.
 */
export function worksTooSeldom(events: readonly Executed[], work: Executed['work']): boolean {
  const times = events
    .filter((event) => event.work === work)
    .map(({at}) => at)
    .toSorted((a, b) => a - b)
  return (
    times.length > 2 && times.every((at, index) => index === 0 || at - (times[index - 1] ?? 0) > settleMs / 2)
  )
}

/** What a client got done, from the events that were seen. */
export function activityOf(sight: Sight): Activity {
  const {record, certify, now, startedAt, contactAt, faultAt} = sight
  const wanted = workOfSign[certify.counts ?? 'writes']
  const isPerShard = certify.suite === 'cluster' && perShard.has(certify.workload)
  const times = new Map<string, number[]>()
  const silent: Executed[] = []
  for (const event of record.events) {
    if (record.isRightful(event)) {
      if (event.work !== wanted) continue
      const group = isPerShard ? (record.groupOf.get(event.node) ?? '') : ''
      const own = times.get(group) ?? []
      own.push(event.at)
      times.set(group, own)
    } else if (event.work === 'write' && event.at > faultAt) silent.push(event)
  }
  const from = Math.max(startedAt, faultAt - baselineMs)
  const groups = [...times].map(([group, own]) => {
    const sorted = own.toSorted((a, b) => a - b)
    const before = sorted.filter((at) => at >= from && at < faultAt).length
    const rate = faultAt > from ? before / (faultAt - from) : 0
    const lately = sorted.filter((at) => at >= now - settleMs).length
    return {group, sorted, before, isBack: lately >= Math.max(2, enough * rate * settleMs), lately}
  })
  const judged = groups.some(({before}) => before > 0) ? groups.filter(({before}) => before > 0) : groups
  const recovered = judged.length > 0 && judged.every(({isBack}) => isBack)
  const gaps = new Map(
    judged.map(({group, sorted}) => [group, longestGap(sorted, {contactAt, faultAt, now})]),
  )
  return {
    recovered,
    isReduced: !recovered && judged.length > 0 && judged.every(({lately}) => lately >= 2),
    everWorked: groups.length > 0,
    outageMs: recovered ? Math.round(Math.max(0, ...gaps.values())) : null,
    silentMs: spanOf(silent),
    longestSilentMs: Math.max(
      0,
      ...[...new Set(silent.map(({node}) => node))].map((node) =>
        spanOf(silent.filter((event) => event.node === node)),
      ),
    ),
    silentWrites: silent.length,
    foreignWrites: silent.filter(({node}) => node === record.foreign).length,
    lastSilentAt: silent.reduce((last, {at}) => Math.max(last, at), 0),
    gaps,
  }
}

/** For how long something happened: pauses do not count. */
function spanOf(events: readonly Executed[]): number {
  return new Set(events.map(({at}) => Math.floor(at / bucketMs))).size * bucketMs
}

function longestGap(
  sorted: readonly number[],
  {contactAt, faultAt, now}: Pick<Sight, 'contactAt' | 'faultAt' | 'now'>,
): number {
  let last = sorted.findLast((at) => at < faultAt) ?? contactAt
  let longest = 0
  for (const at of [...sorted.filter((one) => one >= faultAt), now]) {
    longest = Math.max(longest, at - last)
    last = at
  }
  return longest
}
