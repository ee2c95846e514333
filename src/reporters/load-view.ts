import {formatDuration} from '../core/duration.ts'
import type {LoadReport, LoadSnapshot, Stretch} from '../core/load/report.ts'
import {formatClock} from './clock-time.ts'
import {alignColumns} from './table.ts'
import {stderrTheme, stdoutTheme, type Theme} from './theme.ts'

type Row = readonly string[]

/** What a load did, saw and found. */
export function renderLoad(report: LoadReport, theme: Theme = stdoutTheme): string {
  const {kind, deployment, masterName, rate, concurrency, durationMs} = report
  const pace = rate === null ? 'as fast as it goes' : `${rate} a second`
  const head = `${theme.strong(kind)}  ${deployment} ${masterName}  ${pace}, ${concurrency} at a time, for ${formatDuration(durationMs)}`
  const rows: Row[] = [
    ...findingRows(report, theme),
    ...checkRows(report, theme),
    ...measureRows(report, theme),
  ]
  return [head, '', ...alignColumns(rows)].join('\n')
}

/** One line, for while it is under way. */
export function renderSnapshot(snapshot: LoadSnapshot, theme: Theme = stderrTheme): string {
  const {kind, elapsedMs, succeeded, failed, errors, outageMs} = snapshot
  const failures = failed === 0 ? '' : `  ${theme.warn(`${failed} failed`)} ${theme.dim(countList(errors))}`
  const outage =
    outageMs === null || outageMs < 100
      ? ''
      : `  ${theme.bad(`✖ nothing succeeded for ${formatDuration(outageMs)}`)}`
  return `${theme.strong(kind)}  ${formatDuration(elapsedMs)}  ${succeeded} succeeded${failures}${outage}`
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
            : `of these are gone: acknowledged from ${formatClock(Date.parse(lostFrom))} to ${formatClock(Date.parse(lostTo))}`,
        ],
        [
          'unknown',
          String(unknown),
          unknown === 0
            ? 'sent and not answered'
            : `sent and not answered; ${maybe(unknownSurviving)} are there`,
        ],
        ['refused', String(refused), 'not done: refused by Redis, or never sent'],
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

function checkRows({kind, checkedOn, notChecked}: LoadReport, theme: Theme): readonly Row[] {
  if (notChecked !== null) return [['checked', theme.warn('▲ no'), notChecked]]
  const looks = kind === 'acked-writes' || kind === 'blocked-pops'
  return looks ? [['checked on', checkedOn ?? '', 'the master when it was over']] : []
}

function measureRows(report: LoadReport, theme: Theme): readonly Row[] {
  const {succeeded, failed, errors, latencyMs, outage, outages, longestGapMs, overTime} = report
  return [
    ['succeeded', String(succeeded), sparkline(overTime.map((stretch) => stretch.succeeded))],
    [
      'failed',
      failed === 0 ? '0' : theme.warn(String(failed)),
      failed === 0 ? '' : sparkline(overTime.map(countErrors)),
    ],
    ...Object.entries(errors).map(([kind, count]): Row => ['', String(count), kind]),
    [
      'outage',
      outage === null ? 'none' : formatDuration(outage.ms),
      outage === null
        ? ''
        : `last success ${timeOf(outage.lastSuccess)}, first after ${timeOf(outage.firstSuccess)}${outages > 1 ? `; the longest of ${outages}` : ''}`,
    ],
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

function timeOf(iso: string | null): string {
  return iso === null ? 'never' : formatClock(Date.parse(iso))
}

function countErrors({errors}: Stretch): number {
  return Object.values(errors).reduce((sum, count) => sum + count, 0)
}

function countList(errors: Readonly<Record<string, number>>): string {
  return Object.entries(errors)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ')
}

const bars = '▁▂▃▄▅▆▇█'
const maxBars = 60

/** The course of counts over time, a bar for each stretch; a blank for none. */
function sparkline(counts: readonly number[]): string {
  const perBar = Math.ceil(counts.length / maxBars) || 1
  const sums = Array.from({length: Math.ceil(counts.length / perBar)}, (_, index) =>
    counts.slice(index * perBar, (index + 1) * perBar).reduce((sum, count) => sum + count, 0),
  )
  const highest = Math.max(1, ...sums)
  return sums
    .map((sum) => (sum === 0 ? ' ' : bars[Math.ceil((sum / highest) * bars.length) - 1]))
    .join('')
    .trimEnd()
}
