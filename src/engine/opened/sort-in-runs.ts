import {rm, writeFile} from 'node:fs/promises'
import {parseLogLine} from '../../lines/log-line.ts'
import {piecesOf} from '../sources/file-pieces.ts'

/** So many bytes are sorted at a time. */
const runBytes = 4 * 1024 * 1024

/**
 * Cuts a file of lines in the form of Redis into files that are in the order of time each, and removes it. Lines of the same
 * millisecond keep their order. Memory does not depend on how long it is.
 *
 * @returns the files, in the order in which their lines stood
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
  return runs
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
