import type {Severity} from '../core/redis/catalogue/entry.ts'
import {findKnownLine} from '../core/redis/catalogue/recognise.ts'
import {weighRecord} from '../core/redis/explain-record.ts'
import type {LineBlock, LineRun} from '../core/redis/line-block.ts'
import {letterOf, levelOf, sentinelLetter} from '../core/redis/line-head.ts'
import {makeClock} from './clock-time.ts'
import {renderLogRecord} from './log-view.ts'
import type {Theme} from './theme.ts'

/** What stands around the time and the message of a line. */
interface Frame {
  readonly beforeTime: Uint8Array
  readonly beforeMessage: Uint8Array
  readonly afterMessage: Uint8Array
}

/** A line takes no more than this, and so many times the bytes of its message: control characters are written out. */
const [frameBytes, growth] = [1024, 6]
const timeBytes = 12
/** Letters and marks differ in these bits. */
const [letterBits, markBits] = [31, 15]
const severities: readonly (Severity | undefined)[] = [undefined, 'info', 'notice', 'warning', 'error']
const zero = 48
const encoder = new TextEncoder()

/**
 * Renders lines of logs where they stand, for a file or a pipe: the bytes are those of `renderLogRecord`, but no text is
 * made of a line that is plain.
 */
export class LinePainter {
  readonly #theme: Theme
  readonly #nameWidth: number
  readonly #room: Uint8Array
  readonly #halfBytes: number
  readonly #clock = makeClock()
  readonly #frames = new Map<number, Frame>()
  /** The time of day that was written last. */
  readonly #time = new Uint8Array(timeBytes)
  #second = Number.NaN
  /** One half is rendered to while the other is written. */
  #from = 0
  #position = 0

  /**
   * @param room where the bytes are put, up to `roomBytes`. Lines that stand behind them in the same memory are moved
   * fastest.
   */
  constructor(
    theme: Theme,
    {
      nameWidth,
      room,
      roomBytes,
    }: {readonly nameWidth: number; readonly room: Uint8Array; readonly roomBytes: number},
  ) {
    this.#theme = theme
    this.#nameWidth = nameWidth
    this.#room = room
    this.#halfBytes = roomBytes >> 1
  }

  /** Renders lines until they end or there is no more room. @returns the first line that there was no room for */
  paint({block, to}: LineRun, from: number): number {
    const roomEnd = this.#from + this.#halfBytes
    for (let line = from; line < to; line++) {
      const length = (block.to[line] as number) - (block.from[line] as number)
      if (this.#position + frameBytes + growth * length > roomEnd) return line
      // Styles leave out what is empty.
      if (length > 0 && block.isPlain(line)) this.#paintBytes(block, line)
      else this.#paintText(block, line)
    }
    return to
  }

  /** What was rendered since the last time. It is overwritten the time after the next. */
  release(): Uint8Array {
    const rendered = this.#room.subarray(this.#from, this.#position)
    this.#from = this.#from === 0 ? this.#halfBytes : 0
    this.#position = this.#from
    return rendered
  }

  #paintBytes(block: LineBlock, line: number): void {
    const from = block.from[line] as number
    const to = block.to[line] as number
    const {beforeTime, beforeMessage, afterMessage} = this.#frameOf(block, line)
    this.#put(beforeTime)
    this.#putTime(block.at[line] as number)
    this.#put(beforeMessage)
    if (block.bytes === this.#room) this.#room.copyWithin(this.#position, from, to)
    else this.#room.set(block.bytes.subarray(from, to), this.#position)
    this.#position += to - from
    this.#put(afterMessage)
  }

  #paintText(block: LineBlock, line: number): void {
    const record = block.recordOf(line)
    const text = renderLogRecord(record, this.#theme, {
      nameWidth: this.#nameWidth,
      clock: this.#clock,
      severity: weighRecord(record),
    })
    this.#position += encoder.encodeInto(text, this.#room.subarray(this.#position)).written
  }

  #put(bytes: Uint8Array): void {
    const room = this.#room
    let position = this.#position
    for (let index = 0; index < bytes.length; index++) room[position++] = bytes[index] as number
    this.#position = position
  }

  #putTime(at: number): void {
    const time = this.#time
    const second = Math.floor(at / 1000)
    if (second !== this.#second) {
      this.#second = second
      encoder.encodeInto(this.#clock(at), time)
    }
    const ms = at - second * 1000
    const tenths = Math.floor(ms / 10)
    time[timeBytes - 3] = zero + Math.floor(ms / 100)
    time[timeBytes - 2] = zero + (tenths % 10)
    time[timeBytes - 1] = zero + (ms % 10)
    this.#put(time)
  }

  #frameOf(block: LineBlock, line: number): Frame {
    const letter = block.letter[line] as number
    const mark = block.mark[line] as number
    const writer = letter === sentinelLetter ? 'sentinel' : 'redis'
    const known =
      mark === 0
        ? undefined
        : findKnownLine(block.bytes, block.from[line] as number, block.to[line] as number, writer)
    const severity = known?.entry.severity
    const key =
      ((block.index * (letterBits + 1) + (letter & letterBits)) * (markBits + 1) + (mark & markBits)) *
        severities.length +
      severities.indexOf(severity)
    const frame = this.#frames.get(key)
    if (frame !== undefined) return frame
    const made = this.#makeFrame(block, line, severity)
    this.#frames.set(key, made)
    return made
  }

  /** As `renderLogRecord` makes it, whatever that is. */
  #makeFrame(
    {instance, index, letter, mark}: LineBlock,
    line: number,
    severity: Severity | undefined,
  ): Frame {
    const [time, message] = ['TIME', 'MESSAGE']
    const record = {
      at: 0,
      instance,
      index,
      roleLetter: letterOf(letter[line] as number),
      level: levelOf(mark[line] as number),
      message,
    }
    const text = renderLogRecord(record, this.#theme, {
      nameWidth: this.#nameWidth,
      clock: () => time,
      severity,
    })
    const [timeAt, messageAt] = [text.indexOf(time), text.lastIndexOf(message)]
    return {
      beforeTime: encoder.encode(text.slice(0, timeAt)),
      beforeMessage: encoder.encode(text.slice(timeAt + time.length, messageAt)),
      afterMessage: encoder.encode(text.slice(messageAt + message.length)),
    }
  }
}
