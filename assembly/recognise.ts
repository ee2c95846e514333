// Which known line a message is: what `Template.match` says of it, on bytes.

import {
  candidateBytes,
  candidateFixedAt,
  candidateFixedByte,
  candidateLastByte,
  candidateLeast,
  candidateParts,
  keyCount,
  keyLength,
  partEnd,
  partHead,
  partInstance,
  partLiteral,
  partNumber,
  partOpen,
  partText,
  redisKind,
  sentinelKind,
  sentinelLetter,
} from '../src/lines/layout'
import {endOfNumber, find, standsAt} from './bytes'
import {endOfInstance} from './instance'

/** Where the known lines stand. */
let knownLines: usize = 0

export function setKnownLines(at: usize): void {
  knownLines = at
}

/** What kind of instance writes with a letter. */
export function kindOf(letter: u8): i32 {
  return letter === sentinelLetter ? sentinelKind : redisKind
}

/** Where the known line that a message is stands among the candidates, or 0. */
export function findCandidate(from: usize, to: usize, kind: i32): usize {
  const length = <i32>(to - from)
  if (length === 0) return 0
  const key = length < keyLength ? 0 : keyOf(load<u8>(from), load<u8>(from, 1), load<u8>(from, 2))
  let candidate = <usize>load<u32>(knownLines + ((<usize>(kind * keyCount + key)) << 2))
  const end = candidate + 4 + <usize>load<u32>(candidate) * candidateBytes
  const last = <i32>load<u8>(to - 1)
  for (candidate += 4; candidate < end; candidate += candidateBytes) {
    if (length < <i32>load<u16>(candidate, candidateLeast)) continue
    const fixedAt = <i32>load<i16>(candidate, candidateFixedAt)
    if (fixedAt >= 0 && <i32>load<u8>(from + fixedAt) !== load<i16>(candidate, candidateFixedByte)) continue
    const lastByte = <i32>load<i16>(candidate, candidateLastByte)
    if (lastByte >= 0 && last !== lastByte) continue
    if (fits(load<u32>(candidate, candidateParts), from, to)) return candidate
  }
  return 0
}

function keyOf(a: u8, b: u8, c: u8): i32 {
  return ((<i32>a * 31 + b) * 31 + c) & (keyCount - 1)
}

/** A field ends where the next fixed text begins; where that is the end of the line, at its last occurrence. */
function fits(parts: usize, from: usize, to: usize): bool {
  let part = parts
  let at = from
  while (true) {
    const kind = load<u8>(part)
    const length = <usize>load<u8>(part, 1)
    if (kind === partEnd) return at === to
    if (kind === partOpen) return true
    if (kind === partLiteral) {
      if (at + length > to || !standsAt(at, part + partHead, length)) return false
      at += length
      part += <usize>partHead + length
      continue
    }
    part += partHead
    if (kind === partInstance) {
      at = endOfInstance(at, to)
      if (at === 0) return false
      continue
    }
    const end = endOfField(kind, part, at, to)
    if (end <= at) return false
    if (kind === partNumber && endOfNumber(at, end) !== end) return false
    at = end
  }
}

/** @param next the part that follows */
function endOfField(kind: u8, next: usize, at: usize, to: usize): usize {
  if (load<u8>(next) !== partLiteral) return to
  const length = <usize>load<u8>(next, 1)
  const text = next + partHead
  if (load<u8>(text + length) === partEnd) return to - length
  return kind === partText ? find(text, length, at + 1, to) : endOfNumber(at, to)
}
