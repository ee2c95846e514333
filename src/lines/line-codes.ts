import type {LogLevel, LogRecord, RoleLetter} from '../core/redis/log-record.ts'

/** The levels by the marks that Redis writes for them. */
export const markedLevels: Readonly<Record<string, LogLevel>> = {
  '.': 'debug',
  '-': 'verbose',
  '*': 'notice',
  '#': 'warning',
}
const markBytes = new Map(Object.entries(markedLevels).map(([mark, level]) => [level, mark.charCodeAt(0)]))

/** The role letter that a byte is; a line without one has 0. */
export function letterOf(byte: number): RoleLetter | undefined {
  return byte === 0 ? undefined : (String.fromCharCode(byte) as RoleLetter)
}

/** The byte of a role letter, or 0. */
export function letterByteOf(letter: RoleLetter | undefined): number {
  return letter?.charCodeAt(0) ?? 0
}

/** The level that the byte of a mark stands for. */
export function levelOf(byte: number): LogRecord['level'] {
  return markedLevels[String.fromCharCode(byte)] ?? 'raw'
}

/** The byte of the mark of a level; 0 for a raw line. */
export function markByteOf(level: LogRecord['level']): number {
  return level === 'raw' ? 0 : (markBytes.get(level) ?? 0)
}
