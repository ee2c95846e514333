// Writes lines as people read them: what `LinePainter` prepared stands around each message.

import {
  frameAfter,
  frameBefore,
  frameLetters,
  frameMarks,
  frameRoom,
  frameText,
  frameTimeAt,
  frameTimeBytes,
  growth,
  lineAt,
  lineBytes,
  lineFrom,
  lineLetter,
  lineMark,
  linePlain,
  lineSeverity,
  lineTo,
  paintEnd,
  paintMinute,
  paintMinuteText,
  paintOut,
  wholeSeconds,
} from '../src/lines/layout'

const zero: u32 = 48

/**
 * Paints lines as long as they are plain, there is room, and their minute and frame are known.
 *
 * @param frames those of the instance whose lines they are
 * @returns the first line that was not painted, or `to`
 */
export function paint(painter: usize, frames: usize, lines: usize, from: i32, to: i32): i32 {
  const minute = load<f64>(painter, paintMinute)
  const end = <usize>load<u32>(painter, paintEnd)
  let out = <usize>load<u32>(painter, paintOut)
  let index = from
  for (; index < to; index++) {
    const line = lines + <usize>index * lineBytes
    const messageFrom = <usize>load<u32>(line, lineFrom)
    const length = <usize>load<u32>(line, lineTo) - messageFrom
    if (load<u8>(line, linePlain) === 0 || length === 0) break
    if (out + frameRoom + <usize>growth * length > end) break
    const ms = load<f64>(line, lineAt) - minute
    // Not as "<": the time of a line may be no number.
    if (!(ms >= 0 && ms < 60000)) break
    const frame = <usize>load<u32>(frames + ((<usize>frameKey(line)) << 2))
    if (frame === 0) break
    const before = <usize>load<u32>(frame, frameBefore)
    const after = <usize>load<u32>(frame, frameAfter)
    copy(out, frame + frameText, before)
    putTime(out + load<u32>(frame, frameTimeAt), load<u32>(frame, frameTimeBytes), painter, <u32>ms)
    copy(out + before, messageFrom, length)
    copy(out + before + length, frame + frameText + before, after)
    out += before + length + after
  }
  store<u32>(painter, <u32>out, paintOut)
  return index
}

/** Which frame belongs to a line, by severity, letter and mark. Letters and marks differ in their lowest bits. */
export function frameKey(line: usize): u32 {
  const letter = load<u8>(line, lineLetter)
  const mark = load<u8>(line, lineMark)
  const severity: u32 = load<u8>(line, lineSeverity)
  return (severity * frameLetters + (letter & (frameLetters - 1))) * frameMarks + (mark & (frameMarks - 1))
}

/** In whole chunks: up to fifteen bytes behind both places are touched. */
function copy(out: usize, from: usize, length: usize): void {
  for (let at: usize = 0; at < length; at += 16) v128.store(out + at, v128.load(from + at))
}

/** `HH:MM:SS.mmm`, as much of it as is shown: whole seconds, or all. */
function putTime(out: usize, bytes: u32, painter: usize, ms: u32): void {
  if (bytes === 0) return
  store<u32>(out, load<u32>(painter, paintMinuteText))
  store<u16>(out, load<u16>(painter, paintMinuteText + 4), 4)
  const second = ms / 1000
  store<u8>(out, zero + second / 10, 6)
  store<u8>(out, zero + (second % 10), 7)
  if (bytes === wholeSeconds) return
  const rest = ms - second * 1000
  store<u8>(out, 46 /* . */, 8)
  store<u8>(out, zero + rest / 100, 9)
  store<u8>(out, zero + ((rest / 10) % 10), 10)
  store<u8>(out, zero + (rest % 10), 11)
}
