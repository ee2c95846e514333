import type {CollectedJson} from '../../core/contract/collected-json.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {hangText} from '../kit/hang-text.ts'
import {alignColumns} from '../kit/table.ts'
import type {Theme} from '../kit/theme.ts'

/** What was collected, what was refused, and what is not in the bundle. */
export function renderCollected(collected: CollectedJson, theme: Theme, width: number | undefined): string {
  const {out, bytes, instances, files, leftOut} = collected
  const rows = instances.map(({address, kind, asked, refused, problem}) => [
    theme.strong(makeVisible(address)),
    kind,
    problem === null ? `${asked.length} replies` : theme.bad(makeVisible(problem)),
    refused.length === 0
      ? ''
      : theme.warn(`refused: ${refused.map(({command}) => makeVisible(command)).join(', ')}`),
  ])
  const kept = files.filter(({file}) => file !== null).length
  const counts = [
    ...(instances.length > 0 ? [`${instances.length} instance${instances.length === 1 ? '' : 's'}`] : []),
    ...(files.length > 0 ? [`${kept} of ${files.length} file${files.length === 1 ? '' : 's'}`] : []),
  ]
  return [
    `${theme.strong(makeVisible(out))}: ${counts.join(', ')}, ${Math.ceil(bytes / 1024)} kB.`,
    ...(rows.length === 0 ? [] : ['', ...alignColumns(rows)]),
    '',
    'Not in it:',
    ...leftOut.flatMap((what) => hangText('  – ', what, {width})),
    '',
    `  ${theme.command(`redislab open ${makeVisible(out)}`)}`,
  ].join('\n')
}
