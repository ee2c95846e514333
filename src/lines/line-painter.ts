import type {Severity} from '../core/redis/catalogue/entry.ts'
import type {LogRecord} from '../core/redis/log-record.ts'
import {severityOfCode} from './known-line-table.ts'
import {
  frameAfter,
  frameBefore,
  frameCount,
  frameLetters,
  frameMarks,
  frameRoom,
  frameText,
  frameTimeAt,
  frameTimeBytes,
  growth,
  maxLineBytes,
  minuteTextBytes,
  paintBytes,
  paintEnd,
  paintMinute,
  paintMinuteText,
  paintOut,
  wholeSeconds,
  wholeTime,
} from './layout.ts'
import {foundLine, type LineBlock, type LineRun, placeOf, timeOf} from './line-block.ts'
import {letterOf, levelOf} from './line-codes.ts'
import type {LineMemory} from './line-memory.ts'

/** How a line looks: text around its time and its message, which stand in it as they are. */
export interface LineLook {
  /** Renders a line whole, with the newline at its end. */
  readonly render: (
    record: LogRecord,
    options: {readonly severity: Severity | undefined; readonly clock: (at: number) => string},
  ) => string
  /** The time of day as `HH:MM:SS.mmm`. */
  readonly clock: (at: number) => string
}

/** The longest line fits, whatever it is made of. */
const roomBytes = frameRoom + growth * 2 * maxLineBytes
const minuteMs = 60_000
const encoder = new TextEncoder()

/**
 * Renders lines of logs where they stand, for a file or a pipe: the bytes are those of `LineLook.render`, but no text is
 * made of a line that is plain. Lines are painted by what `assembly/paint.ts` is told here: what stands around messages of
 * each kind, and what a minute is called.
 */
export class LinePainter {
  readonly #look: LineLook
  readonly #memory: LineMemory
  readonly #room: number
  readonly #painter: number
  /** Where those of each instance stand. */
  readonly #frames: number[] = []
  /** What was rendered is copied to one of these while the other is written: the memory may move. */
  #spare = Buffer.allocUnsafeSlow(roomBytes)
  #released = Buffer.allocUnsafeSlow(roomBytes)

  /** @param memory where the lines stand */
  constructor(look: LineLook, memory: LineMemory) {
    this.#look = look
    this.#memory = memory
    this.#room = memory.allocate(roomBytes)
    this.#painter = memory.allocate(paintBytes)
    this.#put(paintOut, this.#room)
    this.#put(paintEnd, this.#room + roomBytes)
    memory.numbers[(this.#painter + paintMinute) >>> 3] = Number.NaN
  }

  /** Renders lines until they end or there is no more room. @returns the first line that there was no room for */
  paint({block, to}: LineRun, from: number): number {
    const frames = this.#framesOf(block)
    for (let line = from; ; ) {
      line = this.#memory.functions.paint(this.#painter, frames, block.lines, line, to)
      if (line === to) return to
      const {from: messageFrom, to: messageTo} = foundLine(block, line)
      if (this.#get(paintOut) + frameRoom + growth * (messageTo - messageFrom) > this.#get(paintEnd))
        return line
      if (this.#prepare(block, line)) continue
      this.#paintText(block, line)
      line++
    }
  }

  /** What was rendered since the last time. It is overwritten the time after the next. */
  release(): Uint8Array {
    const rendered = this.#memory.bytes.subarray(this.#room, this.#get(paintOut))
    const released = this.#spare
    this.#spare = this.#released
    this.#released = released
    released.set(rendered)
    this.#put(paintOut, this.#room)
    return released.subarray(0, rendered.length)
  }

  #paintText(block: LineBlock, line: number): void {
    const record = block.recordOf(line)
    const {render, clock} = this.#look
    const text = render(record, {severity: record.known?.entry.severity, clock})
    const out = this.#get(paintOut)
    const {written} = encoder.encodeInto(text, this.#memory.bytes.subarray(out, this.#get(paintEnd)))
    this.#put(paintOut, out + written)
  }

  /** Makes ready what may be missing for a line. @returns whether something was */
  #prepare(block: LineBlock, line: number): boolean {
    const setMinute = this.#setMinute(timeOf(block, line))
    const madeFrame = this.#makeFrame(block, line)
    return setMinute || madeFrame
  }

  #setMinute(at: number): boolean {
    const {bytes, numbers} = this.#memory
    const place = this.#painter + paintMinute
    const minute = Math.floor(at / minuteMs) * minuteMs
    if (Number.isNaN(minute) || numbers[place >>> 3] === minute) return false
    numbers[place >>> 3] = minute
    const text = this.#look.clock(minute).slice(0, minuteTextBytes)
    encoder.encodeInto(text, bytes.subarray(this.#painter + paintMinuteText))
    return true
  }

  #framesOf({index}: LineBlock): number {
    this.#frames[index] ??= this.#memory.allocate(frameCount * 4)
    return this.#frames[index]
  }

  #makeFrame(block: LineBlock, line: number): boolean {
    const memory = this.#memory
    const key = memory.functions.frameKey(placeOf(block, line))
    const frame = this.#framesOf(block) + key * 4
    if (memory.words[frame >>> 2] !== 0) return false
    const severity = severityOfCode(Math.floor(key / (frameLetters * frameMarks)))
    const {before, after, timeAt, timeBytes} = this.#frameOf(block, line, severity)
    const place = memory.allocate(frameText + before.length + after.length)
    const {bytes, words} = memory
    words[(place + frameBefore) >>> 2] = before.length
    words[(place + frameAfter) >>> 2] = after.length
    words[(place + frameTimeAt) >>> 2] = timeAt
    words[(place + frameTimeBytes) >>> 2] = timeBytes
    bytes.set(before, place + frameText)
    bytes.set(after, place + frameText + before.length)
    words[frame >>> 2] = place
    return true
  }

  /** As `render` makes it, whatever that is. */
  #frameOf(block: LineBlock, line: number, severity: Severity | undefined) {
    const [time, message] = ['HH:MM:SS.mmm', 'MESSAGE']
    const {letter, mark} = foundLine(block, line)
    const {instance, index} = block
    const record = {at: 0, instance, index, roleLetter: letterOf(letter), level: levelOf(mark), message}
    const text = this.#look.render(record, {severity, clock: () => time})
    const messageAt = text.lastIndexOf(message)
    const shown = [wholeTime, wholeSeconds].find((length) => text.includes(time.slice(0, length))) ?? 0
    return {
      before: encoder.encode(text.slice(0, messageAt)),
      after: encoder.encode(text.slice(messageAt + message.length)),
      timeAt: text.indexOf(time.slice(0, shown)),
      timeBytes: shown,
    }
  }

  #put(at: number, value: number): void {
    this.#memory.words[(this.#painter + at) >>> 2] = value
  }

  #get(at: number): number {
    return this.#memory.words[(this.#painter + at) >>> 2] as number
  }
}
