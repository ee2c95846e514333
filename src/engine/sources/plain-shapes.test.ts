// Hypotheses: a text is known once another was that differs in digits alone, and only then; what was known is forgotten before
// memory grows; whether a line holds a secret does not depend on which digits it has.
import {expect, test} from 'vitest'
import {maskSecrets} from '../../core/evidence/secrets.ts'
import {PlainShapes} from './plain-shapes.ts'

test('texts that differ in digits alone have one shape', () => {
  const shapes = new PlainShapes()
  shapes.add('user request from id=17')
  expect(shapes.has('user request from id=42')).toBe(true)
  expect(shapes.has('user request from id=421')).toBe(false)
  expect(shapes.has('user request from if=42')).toBe(false)
})

test('what is new is known, however many there were, and very long texts are not kept', () => {
  const shapes = new PlainShapes()
  for (let count = 0; count < 1000; count++) {
    const text = `auth ${'x'.repeat(count % 150)}${count < 500 ? 'a' : 'b'}`
    shapes.add(text)
    expect(shapes.has(text)).toBe(true)
  }
  shapes.add(`auth ${'x'.repeat(5000)}`)
  expect(shapes.has(`auth ${'x'.repeat(5000)}`)).toBe(false)
})

test.each([
  'Client id=3 addr=10.0.0.7:50000 fd=8 name= user=default',
  "REPLICAOF 10.0.0.7:6379 enabled (user request from 'id=3 addr=10.0.0.9:5 fd=7')",
  '-NOAUTH Authentication required.',
  'requirepass 12345678',
  'masterauth = 1',
  'AUTH 123',
  'AUTH 12',
  'user alice on >777 ~* +@all',
  `user alice on #${'1'.repeat(64)}`,
  `user alice on #${'1'.repeat(63)}`,
  'redis-cli -p 6379 -a 4711 ping',
  'redis://app:31337@10.0.0.7:6379/0',
  'REDIS_PASSWORD=1 REDIS_PORT=6379',
  'requirepass secret-1',
])('which digits it has does not tell whether a line holds a secret: %s', (line) => {
  const isPlain = maskSecrets(line) === line
  for (const digit of '0123456789') {
    const other = line.replace(/\d/g, digit)
    expect(maskSecrets(other) === other, other).toBe(isPlain)
  }
})
