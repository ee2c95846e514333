import {type NextStep, type Note, renderNotes} from './notes.ts'
import {alignColumns} from './table.ts'
import type {Theme} from './theme.ts'

/** What a command did, in the order in which it is shown. */
export interface Report {
  readonly headline?: string
  /** Cells in columns: indented beneath a headline. */
  readonly rows?: readonly (readonly string[])[]
  readonly notes?: readonly Note[]
  /** Commands to try next. */
  readonly next?: readonly NextStep[]
}

export interface ReportOptions {
  readonly theme: Theme
  /** The columns of the terminal; undefined for a file or a pipe. */
  readonly width?: number | undefined
  /** ` --name X` for the commands, where the deployment is not the default one. */
  readonly nameFlag?: string
}

/** A headline, rows, notes, and commands to try next. */
export function renderReport(
  {headline, rows = [], notes = [], next = []}: Report,
  {theme, width, nameFlag = ''}: ReportOptions,
): string {
  const named = next.map(([command, why]): NextStep => [command + nameFlag, why])
  return [
    ...(headline === undefined ? [] : [headline]),
    ...alignColumns(rows, headline === undefined ? '' : '  '),
    ...renderNotes(notes, named, {theme, width}),
  ].join('\n')
}
