import type {Severity} from '../core/redis/catalogue/entry.ts'
import {findKnownLine} from '../core/redis/catalogue/recognise.ts'
import {weighRecord} from '../core/redis/explain-record.ts'
import type {LineBlock, LineRun} from '../core/redis/line-block.ts'
import {letterOf, levelOf, sentinelLetter} from '../core/redis/line-head.ts'
import {makeClock} from './clock-time.ts'
import {renderLogRecord} from './log-view.ts'
import type {Theme} from './theme.ts'

/** What stands around the message of a line. The time in it is that of the line before. */
interface Frame {
  readonly before: Uint8Array
  readonly timeAt: number
  /** How much of the time of day is shown: all, whole seconds, or none. */
  readonly timeBytes: number
  readonly after: Uint8Array
  /** The second that stands in it. */
  second: number
}

/** A line takes no more than this, and so many times the bytes of its message: control characters are written out. */
const frameBytes = 1024
const growth = 6
const timeBytes = 12
const secondBytes = 8
/** Letters and marks differ in these bits. */
const letterBits = 31
const markBits = 15
const severityCodes: Readonly<Record<Severity, number>> = {info: 1, notice: 2, warning: 3, error: 4}
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
  /** The time of day that was asked for last, and its second. */
  readonly #time = new Uint8Array(timeBytes)
  #second = Number.NaN
  /** Of each instance, by letter, mark and severity. */
  readonly #frames: Frame[][] = []
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
    const room = this.#room
    const from = block.from[line] as number
    const to = block.to[line] as number
    const frame = this.#frameOf(block, line, from, to)
    this.#setTime(frame, block.at[line] as number)
    const {before, after} = frame
    let position = this.#position
    for (let index = 0; index < before.length; index++) room[position++] = before[index] as number
    if (block.bytes === room) room.copyWithin(position, from, to)
    else room.set(block.bytes.subarray(from, to), position)
    position += to - from
    for (let index = 0; index < after.length; index++) room[position++] = after[index] as number
    this.#position = position
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

  #setTime(frame: Frame, at: number): void {
    const {before, timeAt} = frame
    if (frame.timeBytes === 0) return
    const second = Math.floor(at / 1000)
    if (second !== frame.second) {
      frame.second = second
      if (second !== this.#second) encoder.encodeInto(this.#clock(at), this.#time)
      this.#second = second
      for (let index = 0; index < frame.timeBytes; index++)
        before[timeAt + index] = this.#time[index] as number
    }
    if (frame.timeBytes < timeBytes) return
    const ms = at - second * 1000
    const tenths = Math.floor(ms / 10)
    const hundreds = Math.floor(ms / 100)
    before[timeAt + timeBytes - 3] = zero + hundreds
    before[timeAt + timeBytes - 2] = zero + tenths - hundreds * 10
    before[timeAt + timeBytes - 1] = zero + ms - tenths * 10
  }

  #frameOf(block: LineBlock, line: number, from: number, to: number): Frame {
    const letter = block.letter[line] as number
    const mark = block.mark[line] as number
    const writer = letter === sentinelLetter ? 'sentinel' : 'redis'
    const known = mark === 0 ? undefined : findKnownLine(block.bytes, from, to, writer)
    const severity = known?.entry.severity
    const code = severity === undefined ? 0 : severityCodes[severity]
    const key = (code * (letterBits + 1) + (letter & letterBits)) * (markBits + 1) + (mark & markBits)
    this.#frames[block.index] ??= []
    const frames = this.#frames[block.index] as Frame[]
    const frame = frames[key]
    if (frame !== undefined) return frame
    const made = this.#makeFrame(block, line, severity)
    frames[key] = made
    return made
  }

  /** As `renderLogRecord` makes it, whatever that is. */
  #makeFrame(
    {instance, index, letter, mark}: LineBlock,
    line: number,
    severity: Severity | undefined,
  ): Frame {
    const [time, message] = ['HH:MM:SS.mmm', 'MESSAGE']
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
    const messageAt = text.lastIndexOf(message)
    const shown = [timeBytes, secondBytes].find((length) => text.includes(time.slice(0, length))) ?? 0
    return {
      before: encoder.encode(text.slice(0, messageAt)),
      timeAt: text.indexOf(time.slice(0, shown)),
      timeBytes: shown,
      after: encoder.encode(text.slice(messageAt + message.length)),
      second: Number.NaN,
    }
  }
}
