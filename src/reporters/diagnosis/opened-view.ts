import type {ClockPlan} from '../../core/clocks/plan-clocks.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import type {EvidencedInstance} from '../../core/identity/find-instances.ts'
import {makeVisible} from '../../core/text/visible.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {alignColumns} from '../kit/table.ts'
import type {Theme} from '../kit/theme.ts'
import {remarkOnClocks} from './clocks-view.ts'

/** What was opened: who belongs to it, how much was read, and what can be done with it now. */
export function renderOpened(
  plan: Plan,
  theme: Theme,
  {
    evidence,
    instances,
    clocks,
    flag,
    isRedacted,
    isLive,
  }: {
    readonly evidence: readonly Evidence[]
    readonly instances: readonly EvidencedInstance[]
    readonly clocks: ClockPlan
    /** ` --name X`, where the name must be typed. */
    readonly flag: string
    /** Whether addresses and names are not the real ones. */
    readonly isRedacted: boolean
    /** It was asked, and can be asked again. */
    readonly isLive: boolean
  },
): string {
  const rows = instances.map(({name, kind, addresses, versions, files, contradictions, claims}) => [
    theme.strong(makeVisible(name)),
    kind === 'redis' ? 'server' : kind,
    makeVisible(addresses.at(-1) ?? '–'),
    makeVisible(versions.at(-1) ?? ''),
    theme.dim(
      files.length === 0
        ? 'no file: only others speak of it'
        : contradictions.length > 0
          ? theme.warn('see whois')
          : claims.some(({what, certainty}) => what === 'address' && certainty === 'likely')
            ? 'likely address'
            : '',
    ),
  ])
  const remarks = remarkOnClocks(clocks)
  const lines = evidence.reduce((sum, it) => sum + it.lines, 0)
  const read = evidence.reduce((sum, it) => sum + it.read, 0)
  const what = isLive ? 'source' : 'file'
  const files = `${evidence.length} ${what}${evidence.length === 1 ? '' : 's'}`
  const unread = lines === read ? '' : ` (redislab diagnose --unread${flag} lists the others)`
  return [
    `${theme.strong(plan.name)} is open: ${files}, ${read} of ${lines} lines understood${unread}.`,
    ...(isRedacted ? ['Addresses, names and paths are not the real ones: others stand in for them.'] : []),
    '',
    ...alignColumns(rows),
    ...remarks.map(({text}) => `  ${theme.warn('▲')} ${makeVisible(text)}`),
    '',
    ...[
      ...(isLive ? [['status', 'how it is now']] : []),
      ['diagnose', 'what is wrong'],
      ['explain', 'why a failover went as it did'],
      ['timeline', 'what happened, on one clock'],
      ['whois', 'who is who, and which lines show it'],
      ['down', 'forget it'],
    ].map(
      ([command, what]) =>
        `  ${theme.command(`redislab ${command}${flag}`.padEnd(24 + flag.length))} ${theme.dim(what ?? '')}`,
    ),
  ].join('\n')
}
