import {lineAt, lineBytes, lineFrom, lineLetter, lineMark, lineTo} from './lines/layout.ts'
import type {LineMemory} from './lines/line-memory.ts'
import type {LogRecord} from './log-record.ts'

/**
 * Lines of one log that were read together, where they stand: of a gigabyte of logs most lines are never needed as text.
 * They stay until the next lines are asked for.
 */
export interface LineBlock {
  readonly instance: string
  /** The instance's place in its deployment. */
  readonly index: number
  /** Where the lines stand, and where in it what was found of them, as `lines/layout.ts` has it. */
  readonly memory: LineMemory
  readonly lines: number
  readonly count: number
  recordOf(line: number): LogRecord
}

/** Lines of a block that follow one another. */
export interface LineRun {
  readonly block: LineBlock
  readonly from: number
  readonly to: number
}

/** Where what was found of a line stands. */
export function placeOf({lines}: LineBlock, line: number): number {
  return lines + line * lineBytes
}

/** When a line was written, in milliseconds since 1970. */
export function timeOf(block: LineBlock, line: number): number {
  return block.memory.numbers[(placeOf(block, line) + lineAt) >>> 3] as number
}

/** What was found of a line, but for its time. */
interface FoundLine {
  /** Where its message begins and ends. */
  readonly from: number
  readonly to: number
  /** Its letter and its mark, as `LineHead` tells them; 0 when it has none. */
  readonly letter: number
  readonly mark: number
}

/** What was found of a line. */
export function foundLine(block: LineBlock, line: number): FoundLine {
  const {bytes, words} = block.memory
  const place = placeOf(block, line)
  return {
    from: words[(place + lineFrom) >>> 2] as number,
    to: words[(place + lineTo) >>> 2] as number,
    letter: bytes[place + lineLetter] as number,
    mark: bytes[place + lineMark] as number,
  }
}
