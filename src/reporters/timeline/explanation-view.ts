import {makeVisible} from '../../core/text/visible.ts'
import type {ExplainedMove} from '../../core/timeline/cluster/explain-slot-moves.ts'
import type {TimelineEntry} from '../../core/timeline/entries/entry.ts'
import type {Explanation} from '../../core/timeline/explain.ts'
import type {InstanceNames} from '../../core/timeline/incidents/names.ts'
import {formatClock, formatOffset} from '../kit/clock-time.ts'
import {hangText} from '../kit/hang-text.ts'
import type {Theme} from '../kit/theme.ts'
import {cutText, wrapText} from '../kit/wrap-text.ts'

export interface ExplanationViewOptions {
  readonly names: InstanceNames
  readonly width?: number | undefined
  /** Whether to write the lines beneath each sentence that show it. */
  readonly evidence: boolean
}

/** So many lines are enough to show a sentence. */
const mostLines = 6

/** How slots moved whole: a sentence each, with the lines that show it. */
export function renderSlotMove(
  {move, ...told}: ExplainedMove,
  theme: Theme,
  options: ExplanationViewOptions,
): string {
  return renderExplanation({...told, failover: {at: new Date(move.at).toISOString()}}, theme, options)
}

/** Why a failover happened, or why none did: a sentence each, with the lines that show it. */
export function renderExplanation(
  {
    summary,
    reasons,
    failover,
  }: Pick<Explanation, 'summary' | 'reasons'> & {
    readonly failover: Pick<Explanation['failover'], 'at'>
  },
  theme: Theme,
  {names, width = 80, evidence}: ExplanationViewOptions,
): string {
  const columns = Math.min(width, 120)
  const origin = Date.parse(failover.at)
  const lines = [...wrapText(summary, columns).map(theme.strong)]
  for (const {text, evidence: shown} of reasons) {
    lines.push(...hangText('• ', makeVisible(text), {width: columns}))
    if (!evidence) continue
    lines.push(...shown.slice(0, mostLines).map((entry) => renderEvidence(entry)))
    if (shown.length > mostLines)
      lines.push(theme.dim(`${' '.repeat(16)}… and ${shown.length - mostLines} more`))
  }
  return `${lines.join('\n')}\n`

  function renderEvidence(entry: TimelineEntry): string {
    const {at, instance} = entry
    const time = at < origin ? formatClock(at) : formatOffset(at - origin)
    const text = makeVisible(names.shorten(entry))
    return theme.dim(
      `${time.padStart(14)}  ${(instance ?? '').padEnd(3)} ${cutText(text, Math.max(20, columns - 20))}`,
    )
  }
}
