/** Whether a part of some bytes is printable ASCII and newlines, and nothing else: four bytes at a time. */
export function isPrintable(bytes: Uint8Array, from: number, to: number): boolean {
  const first = from + ((4 - ((bytes.byteOffset + from) & 3)) & 3)
  const count = (to - first) >> 2
  if (count <= 0) return arePrintable(bytes, from, to)
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + first, count)
  for (let index = 0; index < count; index++) {
    const word = words[index] as number
    // A byte below 0x20, 0x7f, or above: each test may err on the side of caution, for what stands behind such a byte.
    const control = (word - 0x20202020) & ~word & highBits
    const high = (word | (word + 0x01010101)) & highBits
    if ((control | high) !== 0) {
      const at = first + index * 4
      if (!arePrintable(bytes, at, at + 4)) return false
    }
  }
  return arePrintable(bytes, from, first) && arePrintable(bytes, first + count * 4, to)
}

const highBits = 0x80808080 | 0

function arePrintable(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
    if ((byte < 0x20 && byte !== newline) || byte > 0x7e) return false
  }
  return true
}

const newline = 10
