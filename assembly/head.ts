// What stands before the message of a line: "1640:S 16 Apr 2020 20:20:29.108 * ", where the day is the one that was told of.
// Lines of other days and other forms are left to src/lines/line-forms.ts.

import {dayTailOffset, scanDayAt, scanDayHead, scanDayTail, stampBytes} from '../src/lines/layout'
import {isDigit, twoDigitsAt} from './bytes'

/** What was read: of the last line, if its head is one. */
export let letter: u8 = 0
export let mark: u8 = 0
export let at: f64 = 0
export let messageFrom: usize = 0

/** What was read elsewhere. */
export function setHead(lineAt: f64, from: usize, letterByte: u8, markByte: u8): void {
  at = lineAt
  messageFrom = from
  letter = letterByte
  mark = markByte
}

/** Whether a line begins with such a head. */
export function readHead(scan: usize, from: usize, to: usize): bool {
  let colon = from
  while (isDigit(load<u8>(colon))) colon++
  if (colon === from || colon > from + 10 || load<u8>(colon) !== 58 /* : */) return false
  const stamp = colon + 3
  if (stamp + stampBytes > to || !hasSigns(stamp)) return false
  letter = load<u8>(colon, 1)
  mark = load<u8>(stamp, 25)
  if (!isLetter(letter) || !isMark(mark)) return false
  if (load<u64>(stamp - 1) !== load<u64>(scan, scanDayHead)) return false
  if (load<u64>(stamp - 1, dayTailOffset) !== load<u64>(scan, scanDayTail)) return false
  const ms = readTime(stamp)
  if (ms < 0) return false
  at = load<f64>(scan, scanDayAt) + <f64>ms
  messageFrom = stamp + stampBytes
  return true
}

/** Whether the signs and spaces of `20:20:29.108 * ` stand where they belong. */
function hasSigns(stamp: usize): bool {
  const clock = load<u64>(stamp, 12) & 0x0000ff0000ff0000
  const aroundMark = load<u32>(stamp, 23) & 0xff00ff00
  return clock === 0x00003a00003a0000 && load<u8>(stamp, 20) === 46 /* . */ && aroundMark === 0x20002000
}

/** Milliseconds since the day began; negative where there is no digit. */
function readTime(stamp: usize): i32 {
  const hour = twoDigitsAt(stamp + 12)
  const minute = twoDigitsAt(stamp + 15)
  const second = twoDigitsAt(stamp + 18)
  const hundredths = twoDigitsAt(stamp + 21)
  const thousandth = <i32>load<u8>(stamp, 23) - 48
  if ((hour | minute | second | hundredths | thousandth) < 0 || thousandth > 9) return -1
  return ((hour * 60 + minute) * 60 + second) * 1000 + hundredths * 10 + thousandth
}

/** Who writes: M, S, X or C. */
function isLetter(byte: u8): bool {
  return byte === 77 || byte === 83 || byte === 88 || byte === 67
}

/** How much it matters: . - * or #. */
function isMark(byte: u8): bool {
  return byte === 42 || byte === 45 || byte === 46 || byte === 35
}
