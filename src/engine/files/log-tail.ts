import {openLog} from './open-log.ts'

const tailBytes = 16_384

/**
 * The last lines of a file behind a place in it, for errors that must show evidence; none when there is no such file.
 */
export async function readTail(file: string, lines: number, from = 0): Promise<readonly string[]> {
  const handle = await openLog(file)
  if (handle === undefined) return []
  try {
    const {size} = await handle.stat()
    const length = Math.min(Math.max(size - from, 0), tailBytes)
    const {buffer} = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8').split('\n').filter(Boolean).slice(-lines)
  } finally {
    await handle.close()
  }
}
