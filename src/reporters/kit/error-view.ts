import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {hangText} from './hang-text.ts'
import {terminalWidth} from './terminal-width.ts'
import {stderrTheme, type Theme} from './theme.ts'

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
  const behind = (sign: string, sentence: string) => hangText(sign, makeVisible(sentence), {width})
  const next = error.suggestions.flatMap((suggestion) => behind(`  ${theme.dim('→')} `, suggestion))
  return `${[...behind(`${theme.bad('✖')} `, error.message), ...evidence, ...next].join('\n')}\n`
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
