import fc from 'fast-check'
import {expect, test} from 'vitest'
import {ReplyError, ReplyReader} from './reply-reader.ts'

test.each([
  {bytes: '+OK\r\n', reply: 'OK'},
  {bytes: ':-7\r\n', reply: -7},
  {bytes: '$0\r\n\r\n', reply: ''},
  {bytes: '$-1\r\n', reply: null},
  {bytes: '*-1\r\n', reply: null},
  {bytes: '*0\r\n', reply: []},
  {bytes: '$4\r\na\r\nb\r\n', reply: 'a\r\nb'},
  {bytes: '$5\r\n中\r\n\r\n', reply: '中\r\n'},
  {bytes: '*2\r\n*1\r\n:1\r\n*0\r\n', reply: [[1], []]},
  {bytes: '*2\r\n-ERR no\r\n$-1\r\n', reply: [new ReplyError('ERR no'), null]},
])('reads $bytes', ({bytes, reply}) => {
  expect(new ReplyReader().take(Buffer.from(bytes))).toEqual([reply])
})

type Reply = string | number | null | readonly Reply[]

const {reply: replies} = fc.letrec<{reply: Reply}>((tie) => ({
  reply: fc.oneof(
    {maxDepth: 3},
    fc.integer(),
    fc.string({unit: 'grapheme'}),
    fc.constant(null),
    fc.array(tie('reply'), {maxLength: 4}),
  ),
}))

function write(reply: Reply): string {
  if (reply === null) return '$-1\r\n'
  if (typeof reply === 'number') return `:${reply}\r\n`
  if (typeof reply === 'string') return `$${Buffer.byteLength(reply)}\r\n${reply}\r\n`
  return `*${reply.length}\r\n${reply.map(write).join('')}`
}

test('reads the same however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(replies), fc.array(fc.nat({max: 9})), (sent, sizes) => {
      const bytes = Buffer.from(sent.map(write).join(''))
      const reader = new ReplyReader()
      const found: unknown[] = []
      let at = 0
      for (const size of [...sizes, bytes.length]) {
        found.push(...reader.take(bytes.subarray(at, at + size)))
        at += size
      }
      expect(found).toEqual(sent)
    }),
  )
})

test('lists within lists without end are no reply', () => {
  const reader = new ReplyReader()
  const nested = (depth: number) => Buffer.from(`${'*1\r\n'.repeat(depth)}:1\r\n`)
  expect(reader.take(nested(32))).toHaveLength(1)
  expect(() => reader.take(nested(33))).toThrow('nested more than 32 deep')
})

test('a large text in many chunks is read in time that grows with its size', () => {
  const reader = new ReplyReader()
  const text = 'x'.repeat(32 * 2 ** 20)
  const bytes = Buffer.from(`*2\r\n$${text.length}\r\n${text}\r\n:1\r\n`)
  const found: unknown[] = []
  for (let at = 0; at < bytes.length; at += 4096) found.push(...reader.take(bytes.subarray(at, at + 4096)))
  expect(found).toEqual([[text, 1]])
})

test.each(['HTTP/1.1 400 Bad Request\r\n\r\n', 'H', '$x\r\n', ':\r\n'])(
  'what is no reply of Redis is refused: %j',
  (bytes) => {
    expect(() => new ReplyReader().take(Buffer.from(bytes))).toThrow('does not speak the protocol of Redis')
  },
)
