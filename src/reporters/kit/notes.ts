import {alignColumns} from './table.ts'
import type {Theme} from './theme.ts'
import {wrapColumns} from './wrap-columns.ts'

/** A label and what is to be said under it. */
export type Note = readonly [label: string, text: string]
/** A command to type next, and what for. */
export type NextStep = readonly [command: string, why: string]

/** Notes beneath a report, and commands to try next: the labels in one column, the texts wrapped beside them. */
export function renderNotes(
  notes: readonly Note[],
  next: readonly NextStep[],
  {theme, width = Number.POSITIVE_INFINITY}: {readonly theme: Theme; readonly width?: number | undefined},
): readonly string[] {
  const steps = alignColumns(
    next.map(([command, why]) => [theme.command(command), theme.dim(why)]),
    '',
  ).map((line, index): Note => [index === 0 ? theme.dim('try next') : '', line])
  return wrapColumns([...notes, ...steps], {width})
}
