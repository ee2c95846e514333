import type {Shape} from './link.ts'

/** When the last piece on a line is through, and when it arrives: what the next one must wait for. Milliseconds. */
export interface LineState {
  /** Until then the line is busy sending: shared by all connections over a link. */
  freeAt: number
}

export interface Piece {
  readonly bytes: number
  readonly now: number
  /** When the piece before it on the same connection arrives: nothing overtakes. */
  readonly after: number
  /** From 0 to 1: where in the jitter it falls. */
  readonly chance: number
}

/** When a piece arrives at the other end of a link. Moves the line's state on. */
export function arrivalOf(
  {delayMs = 0, jitterMs = 0, bytesPerSecond}: Shape,
  piece: Piece,
  line: LineState,
): number {
  const sentAt = Math.max(piece.now, line.freeAt)
  line.freeAt = bytesPerSecond === undefined ? 0 : sentAt + (piece.bytes / bytesPerSecond) * 1000
  const throughAt = bytesPerSecond === undefined ? piece.now : line.freeAt
  const lateBy = Math.max(0, delayMs + (piece.chance * 2 - 1) * jitterMs)
  return Math.max(piece.after, throughAt + lateBy)
}
