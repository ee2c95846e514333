import {makeVisible} from '../../core/text/visible.ts'
import type {Theme} from '../kit/theme.ts'

/** A command that is about to run. */
export function renderFixCommand(title: string, command: string, theme: Theme): string {
  return `${theme.strong(title)}: ${theme.command(`$ ${makeVisible(command)}`)}\n`
}

/** The outcome: nothing is said when it went well, for the second check shows that. */
export function renderFixOutcome(
  {outcome, problem}: {readonly outcome: 'done' | 'failed' | 'skipped'; readonly problem: string | null},
  theme: Theme,
): string {
  return outcome === 'failed' ? `  ${theme.bad('✖')} ${makeVisible(problem ?? 'it failed')}\n` : ''
}

/** Between the commands and the second check. */
export function renderFixSummary(steps: readonly unknown[], {dryRun}: {readonly dryRun: boolean}): string {
  if (steps.length === 0) return 'There is nothing for --fix to do.\n\n'
  return dryRun ? 'Nothing was run: --dry-run.\n\n' : 'Checking again:\n\n'
}
