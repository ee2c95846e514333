import type {LogRecord} from './log-record.ts'

/**
 * Lines of one log that were read together, where they stand, in columns: of a gigabyte of logs most lines are never
 * needed as text. They stay until the next lines are asked for.
 */
export interface LineBlock {
  readonly instance: string
  /** The instance's place in its deployment. */
  readonly index: number
  readonly count: number
  readonly bytes: Uint8Array
  /** When each line was written, in milliseconds since 1970. */
  readonly at: Float64Array
  /** Where its message begins and ends among the bytes. */
  readonly from: Uint32Array
  readonly to: Uint32Array
  /** Its letter and its mark, as `LineHead` tells them; 0 when it has none. */
  readonly letter: Uint8Array
  readonly mark: Uint8Array
  recordOf(line: number): LogRecord
  /** Whether the message is printable ASCII, and nothing else. */
  isPlain(line: number): boolean
}

/** Lines of a block that follow one another. */
export interface LineRun {
  readonly block: LineBlock
  readonly from: number
  readonly to: number
}
