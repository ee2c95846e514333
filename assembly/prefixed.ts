// Lines of several logs in one text, each with the name of its writer in front: `redis-1  | 1:M 16 Apr 2020 …`.

import {
  candidateNumber,
  knownCount,
  maxLineBytes,
  prefixEntryBytes,
  prefixedBytes,
  prefixedFrom,
  prefixedKnown,
  prefixedLetter,
  prefixedMs,
  prefixedNumber,
  prefixedPrefix,
  prefixedStart,
  prefixedTo,
  prefixText,
  scanCapacity,
  scanCount,
  scanDayAt,
  scanLines,
  scanPrefixes,
  scanSieve,
  scanTaken,
  verdictLeaveOut,
} from '../src/lines/layout'
import {standsAt} from './bytes'
import {at, letter, messageFrom, readHead} from './head'
import {findCandidate, kindOf} from './recognise'

/** Which prefix the last line had: the next one often has the same. */
let latest: u32 = 0

/**
 * Takes lines that have one of the known prefixes and a head of the usual kind, as long as there is room. Of those that the
 * sieve leaves out only the number is kept.
 *
 * @returns where the first line begins that was not taken, or `to`
 */
export function cutPrefixed(scan: usize, from: usize, to: usize): usize {
  const newline = i8x16.splat(10)
  let start = from
  for (let chunk = from; chunk < to; chunk += 16) {
    let ends = i8x16.bitmask(i8x16.eq(v128.load(chunk), newline))
    for (; ends !== 0; ends &= ends - 1) {
      const end = chunk + ctz(ends)
      if (end >= to) return start
      if (!takePrefixed(scan, start, end)) return start
      start = end + 1
    }
  }
  return start
}

function takePrefixed(scan: usize, from: usize, to: usize): bool {
  if (to - from > <usize>maxLineBytes) return false
  if (!readPrefixedHead(scan, from, to)) return false
  const count = load<u32>(scan, scanCount)
  if (count === load<u32>(scan, scanCapacity)) return false
  const kind = kindOf(letter)
  const candidate = findCandidate(messageFrom, to, kind)
  const known: u32 = candidate === 0 ? 0 : <u32>load<u16>(candidate, candidateNumber) + 1
  const number = load<u32>(scan, scanTaken)
  store<u32>(scan, number + 1, scanTaken)
  const sieve = <usize>load<u32>(scan, scanSieve)
  if (known > 0 && load<u8>(sieve + kind * knownCount + known - 1) === verdictLeaveOut) return true
  const line = <usize>load<u32>(scan, scanLines) + <usize>count * prefixedBytes
  store<u32>(line, <u32>from, prefixedStart)
  store<u32>(line, <u32>messageFrom, prefixedFrom)
  store<u32>(line, <u32>to, prefixedTo)
  store<u32>(line, number, prefixedNumber)
  store<u16>(line, <u16>known, prefixedKnown)
  store<u8>(line, <u8>latest, prefixedPrefix)
  store<u8>(line, letter, prefixedLetter)
  store<u32>(line, <u32>(at - load<f64>(scan, scanDayAt)), prefixedMs)
  store<u32>(scan, count + 1, scanCount)
  return true
}

/** Whether a line begins with one of the known prefixes, and a head behind it. */
function readPrefixedHead(scan: usize, from: usize, to: usize): bool {
  const prefixes = <usize>load<u32>(scan, scanPrefixes)
  const count = load<u32>(prefixes)
  for (let tried: u32 = 0; tried < count; tried++) {
    if (latest >= count) latest = 0
    const entry = prefixes + 4 + <usize>latest * prefixEntryBytes
    const head = from + <usize>load<u32>(entry)
    if (head < to && standsAt(from, entry + prefixText, head - from) && readHead(scan, head, to)) return true
    latest++
  }
  return false
}
