import type {Claim} from '../../core/identity/claim.ts'
import type {EvidencedInstance} from '../../core/identity/find-instances.ts'
import {makeVisible} from '../../core/text/visible.ts'
import type {Theme} from '../kit/theme.ts'
import {wrapText} from '../kit/wrap-text.ts'

interface Look {
  readonly width: number
  /** Short names of files. */
  readonly paths: ReadonlyMap<string, string>
}

/** Who is who, an instance a block: what is said of it, and the line that shows it. */
export function renderWhois(instances: readonly EvidencedInstance[], theme: Theme, look: Look): string {
  return instances.map((instance) => renderInstance(instance, theme, look)).join('\n\n')
}

function renderInstance(instance: EvidencedInstance, theme: Theme, {width, paths}: Look): string {
  const {name, kind, files, claims, contradictions} = instance
  const columns = Math.min(width, 110)
  const own = files.map((file) => makeVisible(shorten(file, paths))).join(', ')
  const lines = [`${theme.strong(makeVisible(name))}  ${kind === 'redis' ? 'server' : kind}`]
  for (const claim of claims) lines.push(...renderClaim(claim, theme, {width: columns, paths}))
  lines.push(
    ...labelled(
      'files',
      files.length === 0 ? theme.dim('none: only others speak of it') : own,
      theme,
      columns,
    ),
  )
  for (const problem of contradictions)
    lines.push(
      ...wrapText(makeVisible(problem), columns - 4).map((line, index) =>
        index === 0 ? `  ${theme.warn('▲')} ${line}` : `    ${line}`,
      ),
    )
  return lines.join('\n')
}

function renderClaim(
  {what, value, certainty, why, by}: Claim,
  theme: Theme,
  {width, paths}: Look,
): readonly string[] {
  const how = certainty === 'likely' ? `likely: ${why}` : why
  const head = `${makeVisible(value)}${how === undefined ? '' : theme.dim(`  (${makeVisible(how)})`)}`
  const quotes = by.slice(0, 2).map(({place, text}) => {
    const line = `            │ ${shorten(place.path, paths)}:${place.line}  ${makeVisible(text)}`
    return theme.dim(line.length > width ? `${line.slice(0, width - 1)}…` : line)
  })
  return [...labelled(what, head, theme, width), ...quotes]
}

function labelled(label: string, text: string, theme: Theme, width: number): readonly string[] {
  const [first = '', ...rest] = wrapText(text, width - 12)
  return [`  ${theme.dim(label.padEnd(9))} ${first}`, ...rest.map((line) => `${' '.repeat(12)}${line}`)]
}

/** The file of a stream, with the node in it. */
function shorten(stream: string, paths: ReadonlyMap<string, string>): string {
  const short = paths.get(stream)
  if (short !== undefined) return short
  const at = stream.indexOf('#')
  if (at === -1) return stream
  return `${paths.get(stream.slice(0, at)) ?? stream.slice(0, at)}${stream.slice(at)}`
}
