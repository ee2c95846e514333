import type {KnownLine} from './catalogue/known-lines.ts'

/** Who writes a line: X a sentinel, C a child that saves, S a replica, M a master. */
export type RoleLetter = 'X' | 'C' | 'S' | 'M'
export type LogLevel = 'debug' | 'verbose' | 'notice' | 'warning'

/** One line of a log, with whose it is. */
export interface LogRecord {
  /** Milliseconds since 1970. A raw line has the time of the line that it follows. */
  readonly at: number
  /** The instance's name: `n2`, `s1`. */
  readonly instance: string
  /** The instance's place in its deployment: chooses its colour, and the order of lines of the same millisecond. */
  readonly index: number
  readonly roleLetter: RoleLetter | undefined
  /** `raw`: not a log line of its own, such as a row of a stack trace. */
  readonly level: LogLevel | 'raw'
  readonly message: string
}

/** A line of a log that was looked up in the catalogue when it was read. */
export interface RecognisedRecord extends LogRecord {
  /** Which line of the catalogue it is; undefined when the catalogue does not know it, or the line is raw. */
  readonly known: KnownLine | undefined
}

/** What an instance was when it wrote a line. */
export type WriterRole = 'master' | 'replica' | 'sentinel' | 'child' | 'unknown'

const roles: Readonly<Record<RoleLetter, WriterRole>> = {M: 'master', S: 'replica', X: 'sentinel', C: 'child'}

/** The role that the letter of a log line stands for. */
export function roleOfLetter(letter: RoleLetter | undefined): WriterRole {
  return letter === undefined ? 'unknown' : roles[letter]
}
