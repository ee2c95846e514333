import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {widthOf} from './table.ts'
import {terminalWidth} from './terminal-width.ts'
import {stderrTheme, type Theme} from './theme.ts'
import {wrapText} from './wrap-text.ts'

const shortestLine = 20

/**
 * An error as people see it: one sentence, the evidence if there is some (`details.log`, the last lines of a log),
 * and what to do next.
 */
export function renderError(
  error: unknown,
  theme: Theme = stderrTheme,
  width: number | undefined = terminalWidth(process.stderr),
): string {
  if (!(error instanceof RedislabError)) return renderBug(error, theme)
  const log = error.details?.['log']
  const evidence = Array.isArray(log)
    ? log.map((line) => `  ${theme.dim(`│ ${makeVisible(String(line))}`)}`)
    : []
  const next = error.suggestions.flatMap((suggestion) => beneath(`  ${theme.dim('→')} `, suggestion, width))
  return `${[...beneath(`${theme.bad('✖')} `, error.message, width), ...evidence, ...next].join('\n')}\n`
}

/** A sentence behind a sign, wrapped with an indent where there is a terminal. */
function beneath(sign: string, sentence: string, width: number | undefined): readonly string[] {
  const text = makeVisible(sentence)
  if (width === undefined) return [sign + text]
  const indent = widthOf(sign)
  const lines = wrapText(text, Math.max(shortestLine, width - indent))
  return lines.map((line, index) => (index === 0 ? sign : ' '.repeat(indent)) + line)
}

function renderBug(error: unknown, theme: Theme): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const lines = text.split('\n').map(makeVisible)
  return `${[
    `${theme.bad('✖')} This is a bug in redislab: ${lines[0]}`,
    ...lines.slice(1).map((line) => theme.dim(line)),
    '  → Please report it with the lines above.',
  ].join('\n')}\n`
}
