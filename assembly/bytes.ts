const zero: u8 = 48
const minus: u8 = 45

export function isDigit(byte: u8): bool {
  return byte - zero <= 9
}

/** Negative when they are no digits. */
export function twoDigitsAt(at: usize): i32 {
  const tens = load<u8>(at) - zero
  const ones = load<u8>(at, 1) - zero
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : -1
}

/** Where a whole number ends: at its beginning when there is none. */
export function endOfNumber(from: usize, to: usize): usize {
  let at = from + 1 < to && load<u8>(from) === minus ? from + 1 : from
  while (at < to && isDigit(load<u8>(at))) at++
  return at
}

/** Most comparisons fail, and should cost next to nothing: so the last bytes are looked at before all others. */
export function standsAt(at: usize, sought: usize, length: usize): bool {
  let left = length
  while (left >= 8) {
    left -= 8
    if (load<u64>(at + left) !== load<u64>(sought + left)) return false
  }
  while (left > 0) {
    left--
    if (load<u8>(at + left) !== load<u8>(sought + left)) return false
  }
  return true
}

/** Where a text stands for the first time, or 0. */
export function find(sought: usize, length: usize, from: usize, to: usize): usize {
  const first = load<u8>(sought)
  for (let at = from; at + length <= to; at++) {
    if (load<u8>(at) === first && standsAt(at, sought, length)) return at
  }
  return 0
}
