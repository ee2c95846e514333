// The details of an instance in a sentinel event, `slave NAME IP PORT @ MASTER IP PORT`, as `readInstanceDetails` reads them.

import {endOfNumber} from './bytes'

const space: u8 = 32
const minus: u8 = 45

/** Where they end, or 0 when there are none. */
export function endOfInstance(from: usize, to: usize): usize {
  const address = endOfType(from, to)
  if (address === 0) return 0
  const own = endOfAddress(address, to)
  if (own === 0) return 0
  // " @", and then the master's.
  const mark = own + 2
  if (mark > to || load<u8>(own) !== space || load<u8>(own, 1) !== 64) return own
  if (mark < to && load<u8>(mark) !== space) return own
  return endOfAddress(mark + 1, to)
}

/** Where `master `, `slave ` or `sentinel ` ends, or 0. */
function endOfType(from: usize, to: usize): usize {
  const end = endOfWord(from, to)
  if (end >= to || !isType(from, <i32>(end - from))) return 0
  return end + 1
}

/** The bytes of a word stand in a number the other way round. */
function isType(at: usize, length: i32): bool {
  switch (length) {
    case 5: // slav e
      return load<u32>(at) === 0x76616c73 && load<u8>(at, 4) === 0x65
    case 6: // mast er
      return load<u32>(at) === 0x7473616d && load<u16>(at, 4) === 0x7265
    case 8: // sent inel
      return load<u32>(at) === 0x746e6573 && load<u32>(at, 4) === 0x6c656e69
    default:
      return false
  }
}

/** Where `NAME IP PORT` ends, or 0 when that is not what stands there. */
function endOfAddress(from: usize, to: usize): usize {
  const name = endOfWord(from, to)
  const host = endOfWord(name + 1, to)
  if (host >= to) return 0
  const port = endOfWord(host + 1, to)
  const digits = port - host - 1
  if (digits < 1 || digits > 5 || load<u8>(host, 1) === minus) return 0
  return endOfNumber(host + 1, port) === port ? port : 0
}

function endOfWord(from: usize, to: usize): usize {
  let at = from
  while (at < to && load<u8>(at) !== space) at++
  return at
}
