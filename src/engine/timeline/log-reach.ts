import {Buffer} from 'node:buffer'
import type {UnreadLog} from '../../core/timeline/entries/unread-log.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {parseLogLine} from '../../lines/log-line.ts'
import {openLog} from '../files/open-log.ts'
import {logSourcesOf} from '../logs/log-source.ts'

/** So much of the beginning and of the end of a log shows in which form it is. */
const sampleBytes = 64 * 1024

/** What the logs of a deployment can tell of at all. */
export interface LogReach {
  readonly unread: readonly UnreadLog[]
  /** When the first line of each of the others was written, in milliseconds since 1970. */
  readonly logsFrom: ReadonlyMap<string, number>
  /** Those whose clocks nothing links to the others', by what was found when they were opened. */
  readonly unlinked?: ReadonlySet<string>
}

/**
 * Which logs nothing can be made of: not there, empty, or for the most part in a form that redislab does not read; and
 * from when on the others tell. A crash report in a log that is readable otherwise does not count.
 */
export async function findLogReach(directory: string, {instances, isEvidenced}: Plan): Promise<LogReach> {
  const unread: UnreadLog[] = []
  const logsFrom = new Map<string, number>()
  await Promise.all(
    logSourcesOf(directory, instances).map(async ({instance, path}) => {
      const samples = await sample(path)
      const why = whyUnread(samples)
      if (why !== undefined)
        unread.push({instance, why: why === 'missing' && isEvidenced ? 'not-given' : why})
      const first = firstStamp(samples?.[0] ?? '')
      if (why === undefined && first !== undefined) logsFrom.set(instance, first)
    }),
  )
  const order = instances.map(({name}) => name)
  unread.sort((a, b) => order.indexOf(a.instance) - order.indexOf(b.instance))
  return {unread, logsFrom}
}

function whyUnread(samples: readonly string[] | undefined): UnreadLog['why'] | undefined {
  if (samples === undefined) return 'missing'
  if (samples.every((text) => text.trim() === '')) return 'empty'
  return samples.some(isReadable) ? undefined : 'unknown-form'
}

function firstStamp(text: string): number | undefined {
  for (const line of text.split('\n')) {
    const at = parseLogLine(line)?.at
    if (at !== undefined) return at
  }
  return undefined
}

function isReadable(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const raw = lines.filter((line) => parseLogLine(line) === undefined)
  return lines.length > 0 && raw.length * 2 <= lines.length
}

/**
 * The beginning and the end; undefined where there is no file.
 *
 * @throws RedislabError PERMISSION_DENIED, STATE_UNREADABLE
 */
async function sample(path: string): Promise<readonly string[] | undefined> {
  await using file = await openLog(path)
  if (file === undefined) return undefined
  const {size} = await file.stat()
  const read = async (position: number) => {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, position)
    return buffer.toString('utf8', 0, bytesRead)
  }
  return size > sampleBytes ? [await read(0), await read(size - sampleBytes)] : [await read(0)]
}
