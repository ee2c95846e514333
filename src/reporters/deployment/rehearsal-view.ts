import {describeRehearsal, type Rehearsed} from '../../core/contract/rehearsal-json.ts'
import type {CaseResult} from '../../core/rehearsal/rehearsal.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {hangText} from '../kit/hang-text.ts'
import {alignColumns} from '../kit/table.ts'
import type {Theme} from '../kit/theme.ts'

/** So wide is a text that goes into a file. */
const usualWidth = 100

/** What a rehearsal came to: a row a case, and what was not survived in plain sentences. */
export function renderRehearsal(
  rehearsed: Rehearsed,
  {theme, width = usualWidth}: {readonly theme: Theme; readonly width: number | undefined},
): string {
  const {cases, summary, remarks, timing, survived, pairsLeftOut, durationMs} = describeRehearsal(rehearsed)
  const isFast = timing.factor > 1
  const header = ['', 'case', 'outage', isFast ? 'with your timers' : '', 'acked', 'lost'].map(theme.dim)
  const rows = cases.map((one) => [
    sign(one, theme),
    makeVisible(one.title),
    one.outageMs === null ? theme.bad('no end') : `${one.outageMs} ms`,
    !isFast || one.originalOutageMs === null || one.originalOutageMs === one.outageMs
      ? ''
      : `about ${secondsOf(one.originalOutageMs)}`,
    String(one.acknowledged),
    one.lost === null ? '?' : String(one.lost),
  ])
  const told = survived && summary.length === 0
  const notes = cases
    .filter(({survived: isUp, isProtected, kind}) => isUp && isProtected === false && kind !== 'pair')
    .map(({title, why}) => `${title}: ${why}`)
  return [
    `${theme.strong(makeVisible(rehearsed.of))}  ${rehearsed.topology}  ${theme.dim(`rehearsed in ${secondsOf(durationMs)}`)}`,
    ...(isFast
      ? hangText(
          '  ',
          `All timers are ${timing.factor} times shorter here: an instance counts as down after ${timing.downAfterMs} ms, in the original after ${timing.originalDownAfterMs} ms. --timing kept takes longer and leaves them as they are.`,
          {width, paint: theme.dim},
        )
      : []),
    '',
    ...alignColumns([header, ...rows]),
    ...(pairsLeftOut > 0 ? [theme.dim(`  ${pairsLeftOut} pairs of hosts are left out.`)] : []),
    '',
    ...(told
      ? [`  ${theme.good('✔')} All of it was survived.`]
      : summary.flatMap((text) => hangText(`  ${theme.bad('✖')} `, makeVisible(text), {width}))),
    ...[...notes, ...remarks].flatMap((text) =>
      hangText(`  ${theme.warn('▲')} `, makeVisible(text), {width}),
    ),
  ].join('\n')
}

function sign({survived, isProtected}: Pick<CaseResult, 'survived' | 'isProtected'>, theme: Theme): string {
  if (!survived) return theme.bad('✖')
  return isProtected === false ? theme.warn('▲') : theme.good('✔')
}

function secondsOf(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`
}
