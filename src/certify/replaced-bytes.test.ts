import {expect, test} from 'vitest'
import {ReplacedBytes} from './replaced-bytes.ts'

const text = '-MOVED 7 127.0.0.2:6384\r\n:6384\r\n:63:6384:6\r\n'

test.each(Array.from({length: text.length}, (_, index) => index + 1))(
  'in pieces of %d bytes the same is replaced',
  (size) => {
    const replaced = new ReplacedBytes(':6384', ':6381')
    const pieces = Array.from({length: Math.ceil(text.length / size)}, (_, index) =>
      Buffer.from(text.slice(index * size, (index + 1) * size)),
    )
    expect(Buffer.concat(pieces.map((piece) => replaced.take(piece))).toString()).toBe(
      '-MOVED 7 127.0.0.2:6381\r\n:6381\r\n:63:6381:6\r\n',
    )
  },
)

test('a reply that is whole is not held back', () => {
  const replaced = new ReplacedBytes(':6384', ':6381')
  expect(replaced.take(Buffer.from('+OK\r\n')).toString()).toBe('+OK\r\n')
})
