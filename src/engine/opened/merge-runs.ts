import {setImmediate} from 'node:timers/promises'
import {LineFile} from './line-file.ts'
import {OrderedLines} from './ordered-lines.ts'

/** So many lines are written before anybody else has a turn. */
const linesInTurn = 20_000

/** A file of lines that are in the order of time, and of which part of a log they are. */
export interface Run {
  readonly path: string
  readonly part: number
}

/**
 * Merges files by time into one. Lines of the same millisecond stand in the order of the runs, and one that two parts have stands
 * once. All files are open at the same time.
 */
export async function mergeRuns(
  files: readonly Run[],
  to: string,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<void> {
  const runs: OrderedLines[] = []
  const file = new LineFile(to)
  try {
    for (const {path, part} of files) runs.push(new OrderedLines(path, part))
    let inTurn = 0
    for (let at = earliestOf(runs); at !== Number.POSITIVE_INFINITY; at = earliestOf(runs)) {
      inTurn += writeMoment(
        runs.filter((run) => run.at === at),
        at,
        file,
      )
      if (inTurn < linesInTurn) continue
      inTurn = 0
      await setImmediate()
      signal?.throwIfAborted()
    }
  } finally {
    for (const run of runs) run.close()
    file.close()
  }
}

function earliestOf(runs: readonly OrderedLines[]): number {
  let earliest = Number.POSITIVE_INFINITY
  for (const {at} of runs) if (at < earliest) earliest = at
  return earliest
}

/** Writes the lines of one millisecond. Only between them can one be the same as another. @returns how many were read */
function writeMoment(runs: readonly OrderedLines[], at: number, file: LineFile): number {
  const isOfOne = runs.every(({part}) => part === runs[0]?.part)
  const seen = new Map<string, number>()
  let read = 0
  for (const run of runs)
    for (; run.at === at; run.next()) {
      read++
      if (!isOfOne) {
        const line = run.text()
        const other = seen.get(line) ?? run.part
        seen.set(line, other)
        if (other !== run.part) continue
      }
      run.writeTo(file)
    }
  return read
}
