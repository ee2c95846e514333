import {Buffer} from 'node:buffer'
import {open} from 'node:fs/promises'
import {parseLogLine} from '../../core/redis/log-line.ts'
import type {UnreadLog} from '../../core/timeline/unread-log.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {logSourcesOf} from '../logs/log-source.ts'

/** So much of the beginning and of the end of a log shows in which form it is. */
const sampleBytes = 64 * 1024

/**
 * The logs of which nothing can be made: not there, empty, or for the most part in a form that redislab does not read. A
 * crash report in a log that is readable otherwise does not count.
 */
export async function findUnreadLogs(directory: string, {instances}: Plan): Promise<readonly UnreadLog[]> {
  const found = await Promise.all(
    logSourcesOf(directory, instances).map(async ({instance, path}): Promise<UnreadLog | undefined> => {
      const samples = await sample(path)
      if (samples === undefined) return {instance, why: 'missing'}
      if (samples.every((text) => text.trim() === '')) return {instance, why: 'empty'}
      return samples.some(isReadable) ? undefined : {instance, why: 'unknown-form'}
    }),
  )
  return found.filter((log) => log !== undefined)
}

function isReadable(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const raw = lines.filter((line) => (parseLogLine(line)?.level ?? 'raw') === 'raw')
  return lines.length > 0 && raw.length * 2 <= lines.length
}

/** The beginning and the end; undefined where there is no file. */
async function sample(path: string): Promise<readonly string[] | undefined> {
  try {
    await using file = await open(path, 'r')
    const {size} = await file.stat()
    const read = async (position: number) => {
      const {buffer, bytesRead} = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, position)
      return buffer.toString('utf8', 0, bytesRead)
    }
    return size > sampleBytes ? [await read(0), await read(size - sampleBytes)] : [await read(0)]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
