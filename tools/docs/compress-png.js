// Makes a picture of a page smaller: 256 colours, each pixel a byte. A page has few colours, and the edges of letters come
// out close enough that nobody sees a difference.
import {crc32, deflateSync, inflateSync} from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** @param png of 8 bits a channel, RGB or RGBA, not interlaced, as Chromium writes it */
export function compressPng(png) {
  const {width, height, pixels, channels} = decode(png)
  const counts = new Map()
  for (let at = 0; at < pixels.length; at += channels) {
    const colour = roundedAt(pixels, at)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const palette = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 256)
    .map(([colour]) => colour)
  const places = new Map(palette.map((colour, index) => [colour, index]))
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = roundedAt(pixels, (y * width + x) * channels)
      if (!places.has(colour)) places.set(colour, nearest(palette, colour))
      rows[y * (width + 1) + 1 + x] = places.get(colour)
    }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, {level: 9, memLevel: 9})),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The two lowest bits of a channel are not seen, and make most of the colours. */
function roundedAt(pixels, at) {
  const channel = (index) => Math.min(255, Math.round(pixels[at + index] / 5) * 5)
  return (channel(0) << 16) | (channel(1) << 8) | channel(2)
}

function nearest(palette, colour) {
  const distance = (a, b) =>
    ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2
  let best = 0
  for (let index = 1; index < palette.length; index++)
    if (distance(palette[index], colour) < distance(palette[best], colour)) best = index
  return best
}

function decode(png) {
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  const channels = png[25] === 6 ? 4 : 3
  const parts = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  const rows = inflateSync(Buffer.concat(parts))
  const length = width * channels
  const pixels = Buffer.alloc(length * height)
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (length + 1)]
    for (let x = 0; x < length; x++) {
      const left = x < channels ? 0 : pixels[y * length + x - channels]
      const up = y === 0 ? 0 : pixels[(y - 1) * length + x]
      const corner = x < channels || y === 0 ? 0 : pixels[(y - 1) * length + x - channels]
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]
      pixels[y * length + x] = rows[y * (length + 1) + 1 + x] + guess
    }
  }
  return {width, height, channels, pixels}
}

function paeth(left, up, corner) {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

function chunk(kind, content) {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(content.length)
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), content])
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([head, body, check])
}
