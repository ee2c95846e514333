import {ProtobufMessage} from './protobuf.ts'

/** A line of a trace on which slices and moments stand; or a curve. */
export type TrackId = number

export interface EventOptions {
  /** What a click shows beside the name. */
  readonly notes?: Readonly<Record<string, string | number | null>> | undefined
  readonly category: string
  /** An arrow that begins here. */
  readonly flowFrom?: number | undefined
  /** An arrow that ends here. */
  readonly flowTo?: number | undefined
}

const types = {begin: 1, end: 2, instant: 3, counter: 4} as const
const clocks = {realtime: 1, boottime: 6} as const
const unitBytes = 3
/** All packets are of one sequence, whose state begins with the first of them. */
const sequence = 1
const stateCleared = 1

/**
 * Writes a trace of Perfetto, as TrackEvents (perfetto.dev/docs/reference/synthetic-track-event). Times are milliseconds since
 * 1970. Slices of one track are written in the order of time.
 */
export class TraceWriter {
  readonly #trace: Uint8Array[] = []
  #tracks = 0

  /** @param beginning what the clock of the trace showed at its beginning: the same as the wall clock */
  constructor(beginning: number) {
    const clock = (id: number) => new ProtobufMessage().integer(1, id).integer(2, nanoseconds(beginning))
    const snapshot = new ProtobufMessage()
      .message(1, clock(clocks.boottime))
      .message(1, clock(clocks.realtime))
    this.#add(new ProtobufMessage().message(6, snapshot).integer(13, stateCleared))
  }

  /** A process, under which tracks stand. */
  process(name: string): TrackId {
    const id = ++this.#tracks
    const process = new ProtobufMessage().integer(1, id).string(6, name)
    return this.#describe(new ProtobufMessage().integer(1, id).message(3, process), id)
  }

  /** A track of a process. */
  track(parent: TrackId, name: string): TrackId {
    const id = ++this.#tracks
    return this.#describe(new ProtobufMessage().integer(1, id).integer(5, parent).string(2, name), id)
  }

  /** A curve of a process, in bytes. */
  byteCounter(parent: TrackId, name: string): TrackId {
    const id = ++this.#tracks
    const counter = new ProtobufMessage().integer(3, unitBytes)
    const track = new ProtobufMessage().integer(1, id).integer(5, parent).string(2, name)
    return this.#describe(track.message(8, counter), id)
  }

  begin(track: TrackId, at: number, name: string, options: EventOptions): void {
    this.#event(track, at, describeEvent(types.begin, name, options))
  }

  end(track: TrackId, at: number): void {
    this.#event(track, at, new ProtobufMessage().integer(9, types.end))
  }

  slice(
    track: TrackId,
    {from, to}: {readonly from: number; readonly to: number},
    name: string,
    options: EventOptions,
  ): void {
    this.begin(track, from, name, options)
    this.end(track, to)
  }

  instant(track: TrackId, at: number, name: string, options: EventOptions): void {
    this.#event(track, at, describeEvent(types.instant, name, options))
  }

  count(track: TrackId, at: number, value: number): void {
    this.#event(track, at, new ProtobufMessage().integer(9, types.counter).integer(30, Math.round(value)))
  }

  finish(): Uint8Array {
    const length = this.#trace.reduce((sum, packet) => sum + packet.length, 0)
    const all = new Uint8Array(length)
    let at = 0
    for (const packet of this.#trace) {
      all.set(packet, at)
      at += packet.length
    }
    return all
  }

  #describe(descriptor: ProtobufMessage, id: TrackId): TrackId {
    this.#add(new ProtobufMessage().message(60, descriptor))
    return id
  }

  #event(track: TrackId, at: number, event: ProtobufMessage): void {
    this.#add(new ProtobufMessage().integer(8, nanoseconds(at)).message(11, event.integer(11, track)))
  }

  #add(packet: ProtobufMessage): void {
    this.#trace.push(new ProtobufMessage().message(1, packet.integer(10, sequence)).finish())
  }
}

function describeEvent(
  type: number,
  name: string,
  {notes = {}, category, flowFrom, flowTo}: EventOptions,
): ProtobufMessage {
  const event = new ProtobufMessage().integer(9, type).string(22, category).string(23, name)
  for (const [key, value] of Object.entries(notes)) {
    if (value === null || value === '') continue
    event.message(4, new ProtobufMessage().string(10, key).string(6, String(value)))
  }
  if (flowFrom !== undefined) event.fixed64(47, flowFrom)
  if (flowTo !== undefined) event.fixed64(48, flowTo)
  return event
}

/** To the microsecond: more no log tells. */
function nanoseconds(ms: number): bigint {
  return BigInt(Math.round(ms * 1000)) * 1000n
}
