import {rm, writeFile} from 'node:fs/promises'
import {parseLogLine} from '../../lines/log-line.ts'
import {piecesOf} from '../sources/file-pieces.ts'
import {mergeRuns} from './merge-runs.ts'

/** So many bytes are sorted at a time. */
const runBytes = 4 * 1024 * 1024
/** So many files are open at a time. */
const mostRuns = 64

/**
 * Cuts a file of lines in the form of Redis into files that are in the order of time each, and removes it. Lines of the same
 * millisecond keep their order. Memory does not depend on how long it is.
 *
 * @returns the files, at most 64, in the order in which their lines stood
 */
export async function sortInRuns(
  path: string,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<readonly string[]> {
  const runs: string[] = []
  const write = async (text: string) => {
    const run = `${path}-run-${runs.length}`
    runs.push(run)
    await writeFile(run, `${sortLines(text).join('\n')}\n`, {mode: 0o600, encoding: 'latin1', flag: 'wx'})
  }
  // Each character is a byte, so that what is written is what was read.
  let pieces: string[] = []
  let bytes = 0
  for await (const piece of piecesOf(path)) {
    signal?.throwIfAborted()
    pieces.push(piece.toString('latin1'))
    bytes += piece.length
    if (bytes < runBytes || !piece.includes(newline)) continue
    const text = pieces.join('')
    const end = text.lastIndexOf('\n') + 1
    await write(text.slice(0, end))
    pieces = [text.slice(end)]
    bytes = text.length - end
  }
  if (bytes > 0) await write(pieces.join(''))
  await rm(path)
  let merged: readonly string[] = runs
  for (let round = 1; merged.length > mostRuns; round += 1)
    merged = await mergeSome(merged, `${path}-round-${round}`, signal)
  return merged
}

/** Merges as many files at a time as may be open, those that follow each other. */
async function mergeSome(
  runs: readonly string[],
  name: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const merged: string[] = []
  for (let from = 0; from < runs.length; from += mostRuns) {
    const some = runs.slice(from, from + mostRuns)
    const to = `${name}-${merged.length}`
    await mergeRuns(
      some.map((path) => ({path, part: 0})),
      to,
      {signal},
    )
    for (const path of some) await rm(path)
    merged.push(to)
  }
  return merged
}

function sortLines(text: string): readonly string[] {
  let latest = 0
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      latest = parseLogLine(line)?.at ?? latest
      return {line, at: latest}
    })
    .toSorted((a, b) => a.at - b.at)
    .map(({line}) => line)
}

const newline = 10
