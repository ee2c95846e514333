import type {RecognisedRecord} from '../../core/redis/log-record.ts'
import type {LineRun} from '../../lines/line-block.ts'
import type {LineMemory} from '../../lines/line-memory.ts'
import type {LineSieve} from '../../lines/line-sieve.ts'
import {Lane, takeMerged} from '../../lines/merge.ts'
import {sleepUnlessAborted} from '../time/wait.ts'
import type {LogSource} from './log-source.ts'
import {openLineMemory} from './open-line-memory.ts'
import {SourceReader} from './source-reader.ts'
import {WakeUp} from './wake-up.ts'

export interface ReadLogsOptions {
  /** The last so many lines of the merged log. All when undefined. */
  readonly tail?: number | undefined
  /** Only lines at or after this moment, in milliseconds since 1970. */
  readonly sinceMs?: number | undefined
  /** Only lines at or before this moment, in milliseconds since 1970. Not to be used with `follow`. */
  readonly untilMs?: number | undefined
  /** Only lines whose message matches. */
  readonly grep?: RegExp | undefined
  /** Only lines whose message does not match. */
  readonly exclude?: RegExp | undefined
  /** Leaves lines out before anything is made of them: where few of many are wanted. Not to be used with `tail`. */
  readonly sieve?: LineSieve | undefined
  /** Go on with what is written from now on, until aborted. */
  readonly follow?: boolean
  /** Aborting ends the iteration, without an error. */
  readonly signal?: AbortSignal | undefined
}

/** When followed: how long to let lines gather, so that those of different files can be put in order. */
const gatherMs = 6
/** So many records at a time, or some more. */
const batchLines = 1000
/** How long a server may take from stamping a line to writing it. */
const writingMs = 2

/**
 * Reads the logs of several instances as one, in the order of time. Memory does not depend on how long they are. A
 * followed log goes on seamlessly from what was there: no line is lost or told twice.
 *
 * @example
 * for await (const {instance, message} of readLogs(sources, {tail: 20, follow: true, signal})) …
 */
export async function* readLogs(
  sources: readonly LogSource[],
  options: ReadLogsOptions = {},
): AsyncGenerator<RecognisedRecord, void, undefined> {
  for await (const records of readLogBatches(sources, options)) {
    // Not yield*: it awaits every record once more.
    for (const record of records) yield record
  }
}

/** As `readLogs`, many records at a time. */
export async function* readLogBatches(
  sources: readonly LogSource[],
  options: ReadLogsOptions = {},
): AsyncGenerator<readonly RecognisedRecord[], void, undefined> {
  for await (const runs of readLogRuns(sources, options)) {
    let records: RecognisedRecord[] = []
    for (const {block, from, to} of runs) {
      for (let line = from; line < to; line++) records.push(block.recordOf(line))
      if (records.length < batchLines) continue
      yield records
      if (options.signal?.aborted) return
      records = []
    }
    if (records.length > 0) yield records
  }
}

/**
 * As `readLogs`, where the lines stand: for callers that have gigabytes to read. The lines of a batch are gone when the next
 * is asked for.
 *
 * @param memory where they are read to
 */
export async function* readLogRuns(
  sources: readonly LogSource[],
  {
    tail,
    sinceMs,
    untilMs,
    grep,
    exclude,
    sieve,
    follow = false,
    signal = new AbortController().signal,
  }: ReadLogsOptions = {},
  memory: LineMemory = openLineMemory(),
): AsyncGenerator<readonly LineRun[], void, undefined> {
  const matches = makeMatcher(grep, exclude)
  await using readers = new Readers()
  for (const source of sources) {
    if (signal.aborted) return
    readers.add(
      await SourceReader.open(source, {tail, sinceMs, untilMs, matches, sieve, follow, signal, memory}),
    )
  }
  let surplus = tail === undefined ? 0 : Math.max(0, readers.matched - tail)
  const all = follow ? followReaders(readers, sources, signal) : mergeReaders(readers, signal)
  for await (const runs of all) {
    const kept: LineRun[] = surplus > 0 ? [] : runs
    for (const {block, from, to} of surplus > 0 ? runs : []) {
      const dropped = Math.min(surplus, to - from)
      surplus -= dropped
      if (dropped < to - from) kept.push({block, from: from + dropped, to})
    }
    if (kept.length > 0) yield kept
    if (signal.aborted) return
  }
}

async function* mergeReaders(readers: Readers, signal: AbortSignal): AsyncGenerator<LineRun[]> {
  while (!signal.aborted) {
    await readers.fill()
    yield takeMerged(readers.lanes)
    if (readers.isDone) return
  }
}

async function* followReaders(
  readers: Readers,
  sources: readonly LogSource[],
  signal: AbortSignal,
): AsyncGenerator<LineRun[]> {
  using wakeUp = new WakeUp(
    sources.map(({path}) => path),
    signal,
  )
  while (!signal.aborted) {
    // Whatever was stamped before the files are read, less the time it takes to write, is in them.
    const horizon = Date.now() - writingMs
    await readers.fill()
    yield takeMerged(readers.lanes, horizon)
    if (readers.isBehind) continue
    if (readers.isDone) await wakeUp.wait()
    await sleepUnlessAborted(gatherMs, signal)
  }
}

/** The readers of all sources, each with the lane that it fills. */
class Readers implements AsyncDisposable {
  readonly lanes: Lane[] = []
  readonly #readers: SourceReader[] = []

  add(reader: SourceReader): void {
    this.#readers.push(reader)
    this.lanes.push(new Lane())
  }

  get matched(): number {
    return this.#readers.reduce((sum, {matched}) => sum + matched, 0)
  }

  /** Whether there is more in the files. */
  get isBehind(): boolean {
    return this.lanes.some(({isAtEnd}) => !isAtEnd)
  }

  /** Whether every record that could be read was taken. */
  get isDone(): boolean {
    return this.lanes.every(({isAtEnd, size}) => isAtEnd && size === 0)
  }

  /** Reads on where nothing is left to take, and looks again at the logs that had nothing more. */
  async fill(): Promise<void> {
    // As long as one log is behind, lines of the others wait where they are: in their files.
    const isBehind = this.isBehind
    await Promise.all(
      this.#readers.map(async (reader, index) => {
        const lane = this.lanes[index] as Lane
        if (lane.size > 0 && isBehind) return lane.add()
        const {block, isAtEnd} = await reader.read(lane.blocks)
        lane.add(block)
        lane.isAtEnd = isAtEnd
      }),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader[Symbol.asyncDispose]()))
  }
}

/** @returns undefined where every line is wanted */
function makeMatcher(
  grep: RegExp | undefined,
  exclude: RegExp | undefined,
): ((message: string) => boolean) | undefined {
  if (grep === undefined && exclude === undefined) return undefined
  const wanted = grep && withoutMemory(grep)
  const unwanted = exclude && withoutMemory(exclude)
  return (message) => (wanted?.test(message) ?? true) && !(unwanted?.test(message) ?? false)
}

/** A pattern with the flag g or y would remember where it was. */
function withoutMemory({source, flags}: RegExp): RegExp {
  return new RegExp(source, flags.replace(/[gy]/g, ''))
}
