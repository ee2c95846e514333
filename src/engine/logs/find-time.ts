import type {FileHandle} from 'node:fs/promises'
import {parseLogLine} from '../../lines/log-line.ts'

const windowBytes = 128 * 1024
const newline = 10

/**
 * Finds where the lines from a moment on begin, by binary search: log files are in the order of time.
 *
 * @returns the offset of the first log line at or after the moment, or `size` when there is none
 */
export async function findTime(file: FileHandle, size: number, sinceMs: number): Promise<number> {
  // Every log line that begins before `low` is earlier than the moment; none that begins at or after `high` is.
  let low = 0
  let high = size
  while (high - low > windowBytes) {
    const middle = Math.floor((low + high) / 2)
    const next = await findStamp(file, middle, high, () => true)
    if (next === undefined || next.at >= sinceMs) high = middle
    else low = next.offset
  }
  // Between two stamps there may be raw lines, so the line that is sought may begin after `high`.
  const found = await findStamp(file, low, size, (at) => at >= sinceMs)
  return found?.offset ?? size
}

interface Stamp {
  readonly offset: number
  readonly at: number
}

/** The first log line that begins in a part of a file and whose time is accepted. */
async function findStamp(
  file: FileHandle,
  from: number,
  end: number,
  accepts: (at: number) => boolean,
): Promise<Stamp | undefined> {
  const buffer = Buffer.alloc(windowBytes)
  // From the byte before: if it ends a line, a line begins at `from` itself.
  let position = Math.max(0, from - 1)
  let isLineStart = from === 0
  while (position < end) {
    const {bytesRead} = await file.read(buffer, 0, windowBytes, position)
    if (bytesRead === 0) return undefined
    const bytes = buffer.subarray(0, bytesRead)
    let start = isLineStart ? 0 : bytes.indexOf(newline) + 1
    if (start === 0 && !isLineStart) {
      position += bytesRead
      continue
    }
    while (start < bytesRead && position + start < end) {
      const stop = bytes.indexOf(newline, start)
      // The stamp stands at the beginning of the line: its end need not be here.
      const at = parseLogLine(bytes.toString('utf8', start, stop < 0 ? bytesRead : stop))?.at
      if (at !== undefined && accepts(at)) return {offset: position + start, at}
      if (stop < 0) break
      start = stop + 1
    }
    // A line that was not complete is read again from its beginning, unless it fills the window.
    const isStuck = start === 0
    position += isStuck ? bytesRead : start
    isLineStart = !isStuck
    if (bytesRead < windowBytes && start < bytesRead) return undefined
  }
  return undefined
}
