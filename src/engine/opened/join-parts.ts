import {rename, rm} from 'node:fs/promises'
import {setImmediate} from 'node:timers/promises'
import {LineFile} from './line-file.ts'
import {OrderedLines} from './ordered-lines.ts'
import {sortInRuns} from './sort-in-runs.ts'

/** So many lines are written before anybody else has a turn. */
const linesInTurn = 20_000

/** The lines that one file has of an instance, in the form of Redis. */
export interface Part {
  readonly path: string
  /** Whether no line is older than the one before it. */
  readonly isInOrder: boolean
}

/**
 * Makes one log of parts, in the order of time, each line once: a log and the output of the same container hold the same lines,
 * and exports begin with the newest. What stands twice in one part was written twice. Memory does not depend on how long they
 * are. The parts are gone afterwards.
 */
export async function joinParts(
  parts: readonly Part[],
  to: string,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<void> {
  const [first] = parts
  if (first === undefined) return
  if (parts.length === 1 && first.isInOrder) return await rename(first.path, to)
  const runs: OrderedLines[] = []
  try {
    for (const [part, {path, isInOrder}] of parts.entries()) {
      const paths = isInOrder ? [path] : await sortInRuns(path, {signal})
      for (const run of paths) runs.push(new OrderedLines(run, part))
    }
    await mergeRuns(runs, to, signal)
  } finally {
    for (const run of runs) run.close()
  }
  for (const {path} of runs) await rm(path)
}

/** @param runs of one part behind another */
async function mergeRuns(
  runs: readonly OrderedLines[],
  to: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const file = new LineFile(to)
  try {
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
