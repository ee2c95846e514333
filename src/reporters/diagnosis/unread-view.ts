import type {Evidence} from '../../core/evidence/facts.ts'
import {makeVisible} from '../../core/text/visible.ts'
import type {Theme} from '../kit/theme.ts'

/** The lines that were not understood, one a row: `file:12  why  the line`. */
export function renderUnread(evidence: readonly Evidence[], theme: Theme): string {
  const unread = evidence.flatMap((it) => it.unread)
  if (unread.length === 0) return 'Every line was read. Whether a rule looks at it is another question.'
  return unread
    .map(({place, text, why}) => {
      const where = makeVisible(place.line === 0 ? place.path : `${place.path}:${place.line}`)
      return `${where}  ${theme.dim(`${makeVisible(why)}${text === '' ? '' : ':'}`)} ${makeVisible(text)}`.trimEnd()
    })
    .join('\n')
}
