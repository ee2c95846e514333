import type {RecognisedRecord} from '../core/redis/log-record.ts'
import {lineAt, lineBytes, lineFrom, lineLetter, lineMark, lineTo} from './layout.ts'
import type {LineMemory} from './line-memory.ts'

/**
 * Lines of one log that were read together, where they stand: of a gigabyte of logs most lines are never needed as text.
 * They stay until the next lines are asked for.
 */
export interface LineBlock {
  readonly instance: string
  /** The instance's place in its deployment. */
  readonly index: number
  /** Where the lines stand, and where in it what was found of them, as `layout.ts` has it. */
  readonly memory: LineMemory
  readonly lines: number
  readonly count: number
  recordOf(line: number): RecognisedRecord
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
  /** The bytes of its letter and its mark, 0 when it has none: see `line-codes.ts`. */
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
