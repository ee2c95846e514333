import type {Fact} from '../../core/evidence/facts.ts'
import {secretSign} from '../../core/evidence/secrets.ts'
import type {LineOfLog} from '../../core/identity/draft.ts'

/** Takes lines of one log as they stand, in the form of Redis itself: they need not be read. */
export interface PlainLog {
  /**
   * @param at milliseconds since 1970, as the clock of the log shows it
   * @param from where the line begins in the bytes, behind what other programs put in front
   * @param to where it ends
   */
  copy(at: number, bytes: Buffer, from: number, to: number): void
}

/** Where lines of a log go as they stand; undefined for those that have to be read. */
export type PlainLogOf = (line: LineOfLog) => PlainLog | undefined

/** What an export puts around a line goes on behind it, so its bytes are not the line of the log. */
const framing = /["'`{},]|^\s*\|/

/** Tells which lines of a piece can be handed on as they stand: none that may hold a secret, or that ends with blanks. */
export class LineCopier {
  #piece: Buffer = Buffer.alloc(0)
  /** Where a secret may stand in the piece. */
  #signs: readonly number[] = []
  #nextSign = 0

  /** Whether a line with this prefix is one of Redis behind it. */
  static suits(prefix: string): boolean {
    return !framing.test(prefix)
  }

  /** The lines that are asked for next stand in this piece, in their order. */
  begin(piece: Buffer): void {
    this.#piece = piece
    this.#signs = Array.from(piece.toString('latin1').matchAll(everySign), ({index}) => index)
    this.#nextSign = 0
  }

  isPlain(from: number, to: number): boolean {
    while ((this.#signs[this.#nextSign] ?? to) < from) this.#nextSign++
    return (this.#signs[this.#nextSign] ?? to) >= to && (this.#piece[to - 1] ?? 0) > space
  }
}

/** Whether what was read of a line is its message without any change, so that it can be copied as it stands. */
export function staysAsItIs(message: string, [fact, ...others]: readonly Fact[] = []): boolean {
  return (
    others.length === 0 && fact?.kind === 'log' && fact.message === message && !/[\r\ufffd]/.test(message)
  )
}

const everySign = new RegExp(secretSign.source, `${secretSign.flags}g`)
const space = 32
