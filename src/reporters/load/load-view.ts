import type {LoadReport, LoadSnapshot, Stretch} from '../../core/load/report.ts'
import {joinNames} from '../../core/text/join-names.ts'
import {formatDuration} from '../../core/time/duration.ts'
import {formatClock} from '../kit/clock-time.ts'
import {widthOf} from '../kit/table.ts'
import {stderrTheme, stdoutTheme, type Theme} from '../kit/theme.ts'
import {wrapColumns} from '../kit/wrap-columns.ts'

type Row = readonly string[]

export interface LoadViewOptions {
  /** The columns of the terminal. */
  readonly width?: number | undefined
}

/** What a load did, saw and found. */
export function renderLoad(
  report: LoadReport,
  theme: Theme = stdoutTheme,
  {width = 120}: LoadViewOptions = {},
): string {
  const {kind, deployment, masterName, at, concurrency, durationMs} = report
  const whom = at === null ? masterName : `at ${at}`
  const pace = paceOf(report, theme, ['a second', 'as fast as it goes'])
  const head = `${theme.strong(kind)}  ${deployment} ${whom}  ${pace}, ${concurrency} at a time, for ${formatDuration(durationMs)}`
  const rows: Row[] = [
    ...findingRows(report, theme),
    ...checkRows(report, theme),
    ...measureRows(report, theme, Math.min(mostBars, width - barIndent)),
  ]
  return [head, '', ...wrapColumns(rows, {width})].join('\n')
}

/** The same in short, for the end of a watched fault. */
export function renderSeenByClients(
  report: LoadReport,
  theme: Theme = stdoutTheme,
  {width = 120}: LoadViewOptions = {},
): string {
  const {concurrency, durationMs, failed, errors} = report
  const pace = paceOf(report, theme, ['writes a second', 'as many writes as possible'])
  const head = `${theme.strong('Clients')}  ${pace}, ${concurrency} at a time, for ${formatDuration(durationMs)}`
  const failures: Row = ['failed', failed === 0 ? '0' : theme.warn(String(failed)), countList(errors)]
  const rows = [...findingRows(report, theme), ...checkRows(report, theme), failures, outageRow(report)]
  return `${[head, ...wrapColumns(rows, {width})].join('\n')}\n`
}

/** A load that reaches less than this share of its rate is starved: its numbers say less. */
const starvedBelow = 0.8
/** It takes a moment to see how fast a load is. */
const leastMeasuredMs = 1000

/** What was asked for; where a busy machine did not let the clients come so far, what they came to. */
function paceOf(
  {rate, succeeded, failed, durationMs, outageMs}: LoadReport,
  theme: Theme,
  [perSecond, unlimited]: readonly [perSecond: string, unlimited: string],
): string {
  if (rate === null) return unlimited
  // Clients that wait for an answer through an outage send less: that is no starvation.
  const withoutOutageMs = durationMs - outageMs
  const perMs = Math.max((succeeded + failed) / durationMs, succeeded / withoutOutageMs)
  const reached = Math.round(perMs * 1000)
  if (withoutOutageMs < leastMeasuredMs || reached >= starvedBelow * rate) return `${rate} ${perSecond}`
  return theme.warn(`▲ only ${reached} of the ${rate} ${perSecond} that were asked for`)
}

/** What clients of the shards saw that were not hit, a line each. */
export function renderSeenElsewhere(
  reports: readonly LoadReport[],
  theme: Theme = stdoutTheme,
  {width = 120}: LoadViewOptions = {},
): string {
  const rows = reports.map((report): Row => {
    const lost = report.kind === 'acked-writes' ? (report.lost ?? 0) : 0
    const {succeeded, failed, errors, outage} = report
    return [
      report.masterName ?? '',
      outage === null ? theme.good('✔ never stopped') : theme.bad(`✖ ${formatDuration(outage.ms)} without`),
      [
        `${succeeded} succeeded`,
        ...(failed === 0 ? [] : [countList(errors)]),
        ...(lost === 0 ? [] : [`${lost} lost`]),
      ].join(', '),
    ]
  })
  const head = `${theme.strong('Clients')} of the other shards`
  return `${[head, ...wrapColumns(rows, {width})].join('\n')}\n`
}

/** One line, for while it is under way, that stays within its columns. */
export function renderSnapshot(
  snapshot: LoadSnapshot,
  theme: Theme = stderrTheme,
  {width = 120}: LoadViewOptions = {},
): string {
  const {kind, elapsedMs, succeeded, failed, errors, outageMs} = snapshot
  const counts = [
    `${theme.strong(kind)}  ${formatDuration(elapsedMs).padStart(6)}  ${String(succeeded).padStart(6)} succeeded`,
    ...(failed === 0 ? [] : [theme.warn(`${failed} failed`)]),
    ...(outageMs === null || outageMs < 100
      ? []
      : [theme.bad(`✖ no success for ${formatDuration(outageMs)}`)]),
  ].join('  ')
  const room = width - widthOf(counts) - 3
  const list = countList(errors)
  const shown = widthOf(list) <= room ? list : `${list.slice(0, Math.max(0, room - 1))}…`
  return failed === 0 || room < 12 ? counts : `${counts}  ${theme.dim(shown)}`
}

function findingRows(report: LoadReport, theme: Theme): readonly Row[] {
  // Zero is what everyone hopes for; anything else is what they came to see.
  const bad = (count: number | null) =>
    count === null ? '?' : count > 0 ? theme.bad(`✖ ${count}`) : theme.good('✔ 0')
  const maybe = (count: number | null) => (count === null ? '?' : String(count))
  switch (report.kind) {
    case 'acked-writes': {
      const {acknowledged, surviving, lost, lostFrom, lostTo, unknown, unknownSurviving, refused} = report
      return [
        ['acknowledged', String(acknowledged), 'writes that Redis answered with OK'],
        ['surviving', maybe(surviving), 'of these are there'],
        [
          'lost',
          bad(lost),
          lostFrom === null || lostTo === null
            ? 'of these are gone'
            : `are gone: acknowledged ${formatClock(Date.parse(lostFrom))} to ${formatClock(Date.parse(lostTo))}`,
        ],
        [
          'unknown',
          String(unknown),
          unknown === 0
            ? 'sent and not answered'
            : `sent and not answered; ${maybe(unknownSurviving)} are there`,
        ],
        ['not written', String(refused), 'refused by Redis, or never sent'],
      ]
    }
    case 'reads':
      return [
        ['right', String(report.right), 'reads of what was written'],
        ['missing', bad(report.missing), 'keys that were gone'],
        ['wrong', bad(report.wrong), 'other values'],
      ]
    case 'locks':
      return [
        [
          'acquired',
          String(report.acquired),
          `as ${report.strategy} does; ${report.contended} tries did not get it`,
        ],
        ...(report.renewed > 0
          ? [['renewed', String(report.renewed), 'times, to hold it longer than its TTL']]
          : []),
        [
          'double held',
          bad(report.doubleHeld),
          `acquired while another client believed to hold it; at most ${report.mostHolders} at once`,
        ],
        ['fencing', bad(report.fencingBroken), 'fencing numbers that were not higher than the ones before'],
        ['lost', bad(report.lostWhileHeld), 'locks that were gone before their time'],
      ]
    case 'blocked-pops':
      return [
        ['acknowledged', String(report.acknowledged), 'pushes that Redis answered'],
        ['popped', String(report.popped), 'of these came out'],
        ['left', maybe(report.left), 'of these are still in the list'],
        ['lost', bad(report.lost), 'of these are gone'],
        ['duplicated', bad(report.duplicated), 'came out more than once'],
        ['unknown', String(report.unknown), 'pushes that were sent and not answered'],
        ['unblocked', String(report.unblocked), 'pops that the server let go of'],
      ]
    case 'pubsub':
      return [
        ['published', String(report.published), `messages to ${report.subscribers} subscribers`],
        ['received', String(report.received), 'over all subscribers'],
        [
          'missed',
          bad(report.missed),
          `in ${report.gaps} gaps, the longest of ${report.longestGap} messages`,
        ],
        ['duplicated', bad(report.duplicated), 'received more than once'],
      ]
  }
}

function checkRows({kind, checkedOn, notChecked, otherMasters}: LoadReport, theme: Theme): readonly Row[] {
  if (notChecked !== null) return [['checked', theme.warn('▲ no'), notChecked]]
  const looks = kind === 'acked-writes' || kind === 'blocked-pops'
  if (!looks) return []
  const others = joinNames(otherMasters)
  const isOne = otherMasters.length === 1
  return [
    ['checked on', checkedOn ?? '', 'the master when it was over'],
    ...(otherMasters.length === 0
      ? []
      : [
          [
            '',
            theme.warn('▲'),
            `${others} ${isOne ? 'is' : 'are'} master too: what only ${isOne ? 'it has' : 'they have'} counts as lost`,
          ],
        ]),
  ]
}

function measureRows(report: LoadReport, theme: Theme, bars: number): readonly Row[] {
  const {succeeded, failed, errors, latencyMs, longestGapMs, overTime} = report
  return [
    [
      'succeeded',
      String(succeeded),
      sparkline(
        overTime.map((stretch) => stretch.succeeded),
        bars,
      ),
    ],
    [
      'failed',
      failed === 0 ? '0' : theme.warn(String(failed)),
      failed === 0 ? '' : sparkline(overTime.map(countErrors), bars),
    ],
    ...Object.entries(errors).map(([kind, count]): Row => ['', String(count), wordOf(kind)]),
    outageRow(report),
    ['longest gap', formatDuration(longestGapMs), 'between two successes'],
    ...(latencyMs === null
      ? []
      : [
          [
            'latency',
            `${latencyMs.p50.toFixed(2)} ms`,
            `p90 ${latencyMs.p90.toFixed(2)}  p99 ${latencyMs.p99.toFixed(2)}  p99.9 ${latencyMs.p999.toFixed(2)}  max ${latencyMs.max.toFixed(2)}`,
          ],
        ]),
  ].map(([name = '', ...cells]) => [theme.dim(name), ...cells])
}

function outageRow({outage, outages, longestGapMs}: LoadReport): Row {
  if (outage === null)
    return [
      'outage',
      'none',
      longestGapMs < longGapMs
        ? ''
        : `nothing failed; the longest wait for a success was ${formatDuration(longestGapMs)}`,
    ]
  const {ms, lastSuccess, firstSuccess} = outage
  const which = outages > 1 ? `; the longest of ${outages}` : ''
  const when = `last success ${timeOf(lastSuccess)}, first after ${timeOf(firstSuccess)}`
  return ['outage', formatDuration(ms), when + which]
}

/** A shorter pause between two successes is nothing to speak of. */
const longGapMs = 250

function timeOf(iso: string | null): string {
  return iso === null ? 'never' : formatClock(Date.parse(iso))
}

function countErrors({errors}: Stretch): number {
  return Object.values(errors).reduce((sum, count) => sum + count, 0)
}

/** `refused` alone might be a command that Redis refused. */
function wordOf(kind: string): string {
  return kind === 'refused' ? 'connection refused' : kind
}

function countList(errors: Readonly<Record<string, number>>): string {
  return Object.entries(errors)
    .map(([kind, count]) => `${wordOf(kind)} ${count}`)
    .join(', ')
}

const bars = '▁▂▃▄▅▆▇█'
const mostBars = 60
/** What stands before the bars. */
const barIndent = 26

/** The course of counts over time, a bar for each stretch; a blank for none. */
function sparkline(counts: readonly number[], most: number): string {
  const perBar = Math.ceil(counts.length / Math.max(1, most)) || 1
  const sums = Array.from({length: Math.ceil(counts.length / perBar)}, (_, index) =>
    counts.slice(index * perBar, (index + 1) * perBar).reduce((sum, count) => sum + count, 0),
  )
  const highest = Math.max(1, ...sums)
  return sums
    .map((sum) => (sum === 0 ? ' ' : bars[Math.ceil((sum / highest) * bars.length) - 1]))
    .join('')
    .trimEnd()
}
