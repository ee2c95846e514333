// Cuts the bytes of a log into lines, sixteen at a time, reads what each line begins with, and notes what it is.

import {
  candidateNumber,
  candidateSeverity,
  knownCount,
  lineAt,
  lineBytes,
  lineFrom,
  lineKnown,
  lineLetter,
  lineMark,
  linePlain,
  lineSeverity,
  lineTo,
  maxLineBytes,
  scanCapacity,
  scanCount,
  scanLatest,
  scanLeftOut,
  scanLines,
  scanSieve,
  verdictLeaveOut,
  warningMark,
} from '../src/lines/layout'
import {at, letter, mark, messageFrom, readHead, setHead} from './head'
import {findCandidate, kindOf} from './recognise'

/**
 * Takes lines as long as they are of the usual kind and there is room. The bytes end with the end of a line, and up to
 * fifteen behind them are looked at.
 *
 * @returns where the first line begins that was not taken, or `to`
 */
export function cut(scan: usize, from: usize, to: usize): usize {
  const newline = i8x16.splat(10)
  const firstPrintable = i8x16.splat(0x20)
  const printables = i8x16.splat(0x7e - 0x20)
  let start = from
  let isOdd = 0
  for (let chunk = from; chunk < to; chunk += 16) {
    const bytes = v128.load(chunk)
    let ends = i8x16.bitmask(i8x16.eq(bytes, newline))
    let odd = i8x16.bitmask(i8x16.gt_u(i8x16.sub(bytes, firstPrintable), printables)) & ~ends
    for (; ends !== 0; ends &= ends - 1) {
      const bit = ctz(ends)
      const end = chunk + bit
      if (end >= to) return start
      isOdd |= odd & ((1 << bit) - 1)
      if (!takeLine(scan, start, end, isOdd === 0)) return start
      odd &= -2 << bit
      isOdd = 0
      start = end + 1
    }
    isOdd |= odd
  }
  return start
}

function takeLine(scan: usize, from: usize, to: usize, isPlain: bool): bool {
  if (to - from > <usize>maxLineBytes || !readHead(scan, from, to)) return false
  if (!note(scan, to, isPlain)) return false
  store<f64>(scan, at, scanLatest)
  return true
}

/** Takes one line whose head was read elsewhere. @returns false when there is no room for it */
export function take(scan: usize, at: f64, from: usize, to: usize, letter: u8, mark: u8): bool {
  setHead(at, from, letter, mark)
  return note(scan, to, isPrintable(from, to))
}

/** Writes down what was found of a line, unless the sieve leaves it out. @returns false when there is no room for it */
function note(scan: usize, to: usize, isPlain: bool): bool {
  const count = load<u32>(scan, scanCount)
  if (count === load<u32>(scan, scanCapacity)) return false
  const kind = kindOf(letter)
  // A raw line, which has no mark, is none that anybody knows.
  const candidate: usize = mark === 0 ? 0 : findCandidate(messageFrom, to, kind)
  const known: i32 = candidate === 0 ? 0 : <i32>load<u16>(candidate, candidateNumber) + 1
  const sieve = <usize>load<u32>(scan, scanSieve)
  if (sieve !== 0 && leavesOut(sieve, kind, known)) {
    store<u32>(scan, load<u32>(scan, scanLeftOut) + 1, scanLeftOut)
    return true
  }
  const line = <usize>load<u32>(scan, scanLines) + <usize>count * lineBytes
  store<f64>(line, at, lineAt)
  store<u32>(line, <u32>messageFrom, lineFrom)
  store<u32>(line, <u32>to, lineTo)
  store<u8>(line, letter, lineLetter)
  store<u8>(line, mark, lineMark)
  store<u8>(line, isPlain ? 1 : 0, linePlain)
  store<u16>(line, <u16>known, lineKnown)
  store<u8>(line, known === 0 ? 0 : load<u8>(candidate, candidateSeverity), lineSeverity)
  store<u32>(scan, count + 1, scanCount)
  return true
}

/** Lines that nobody knows are left out unless they warn. */
function leavesOut(sieve: usize, kind: i32, known: i32): bool {
  if (known === 0) return mark !== warningMark
  return load<u8>(sieve + kind * knownCount + known - 1) === verdictLeaveOut
}

/** Whether all is printable ASCII. */
function isPrintable(from: usize, to: usize): bool {
  for (let at = from; at < to; at++) {
    const byte = load<u8>(at)
    if (byte < 0x20 || byte > 0x7e) return false
  }
  return true
}
