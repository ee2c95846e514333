import {open} from 'node:fs/promises'

const tailBytes = 16_384

/** The last lines of a file, for errors that must show evidence; none when there is no such file. */
export async function readTail(file: string, lines: number): Promise<readonly string[]> {
  let handle: Awaited<ReturnType<typeof open>>
  try {
    handle = await open(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  try {
    const {size} = await handle.stat()
    const length = Math.min(size, tailBytes)
    const {buffer} = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8').split('\n').filter(Boolean).slice(-lines)
  } finally {
    await handle.close()
  }
}
