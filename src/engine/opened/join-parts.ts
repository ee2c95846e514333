import {rename, rm} from 'node:fs/promises'
import {mergeRuns} from './merge-runs.ts'
import {sortInRuns} from './sort-in-runs.ts'

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
  const runs: {readonly path: string; readonly part: number}[] = []
  for (const [part, {path, isInOrder}] of parts.entries()) {
    const paths = isInOrder ? [path] : await sortInRuns(path, {signal})
    for (const run of paths) runs.push({path: run, part})
  }
  await mergeRuns(runs, to, {signal})
  for (const {path} of runs) await rm(path)
}
