import type {FileHandle} from 'node:fs/promises'
import {parseLogLine} from '../../lines/log-line.ts'
import {readBlocksBackwards} from './read-backwards.ts'

export interface Tail {
  /** Where the tail begins. */
  readonly offset: number
  /** How many matching lines it has. */
  readonly matched: number
}

/**
 * Finds where the last `count` matching lines of a part of a file begin, reading from the end.
 *
 * @param matches compares the message of a line, or the whole of a raw line
 */
export async function findTail(
  file: FileHandle,
  {
    from,
    end,
    count,
    matches,
    signal,
  }: {
    readonly from: number
    readonly end: number
    readonly count: number
    readonly matches: (message: string) => boolean
    readonly signal?: AbortSignal | undefined
  },
): Promise<Tail> {
  let matched = 0
  if (count === 0) return {offset: end, matched}
  for await (const {lines, offsetOf} of readBlocksBackwards(file, {from, end})) {
    if (signal?.aborted) break
    for (let line = lines.length - 1; line >= 0; line--) {
      const text = lines[line] as string
      if (!matches(parseLogLine(text)?.message ?? text)) continue
      matched++
      if (matched === count) return {offset: offsetOf(line), matched}
    }
  }
  return {offset: from, matched}
}

/** The offset behind the last complete line: what follows is still being written. */
export async function findEndOfLines(file: FileHandle, size: number): Promise<number> {
  const buffer = Buffer.alloc(4096)
  for (let position = size; position > 0; ) {
    const start = Math.max(0, position - buffer.length)
    const {bytesRead} = await file.read(buffer, 0, position - start, start)
    const last = buffer.subarray(0, bytesRead).lastIndexOf('\n')
    if (last >= 0) return start + last + 1
    position = start
  }
  return 0
}

/** The time of the last log line before an offset: what raw lines at the offset belong to. */
export async function findTimeBefore(file: FileHandle, offset: number): Promise<number | undefined> {
  // A stack trace is shorter than this.
  const from = Math.max(0, offset - 1024 * 1024)
  for await (const {lines} of readBlocksBackwards(file, {from, end: offset})) {
    for (let line = lines.length - 1; line >= 0; line--) {
      const at = parseLogLine(lines[line] as string)?.at
      if (at !== undefined) return at
    }
  }
  return undefined
}
