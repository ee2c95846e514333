// Hypotheses: parts become one log in the order of time, whatever their order, with each line once; a line that stands twice in one part
// stays twice; bytes are those of the parts; what is longer than a buffer or a run is whole; nothing else is left in the folder.

import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {expect} from 'vitest'
import {formatStamp} from '../../src/core/evidence/stamp.ts'
import {joinParts} from '../../src/engine/opened/join-parts.ts'
import {test} from '../support/test.ts'

const firstAt = Date.UTC(2026, 8, 1, 12)
const line = (ms: number, message: string) => `7:M ${formatStamp(firstAt + ms)} * ${message}`

async function join(home: string, parts: readonly {lines: readonly string[]; isInOrder: boolean}[]) {
  const folder = path.join(home, 'n1')
  await mkdir(folder, {recursive: true})
  const written = await Promise.all(
    parts.map(async ({lines, isInOrder}, number) => {
      const file = path.join(folder, `part-${number}`)
      await writeFile(file, `${lines.join('\n')}\n`)
      return {path: file, isInOrder}
    }),
  )
  await joinParts(written, path.join(folder, 'redis.log'))
  expect(await readdir(folder)).toEqual(['redis.log'])
  return (await readFile(path.join(folder, 'redis.log'), 'utf8')).split('\n').slice(0, -1)
}

test('a log and what the container printed: each line once, also where both begin and end elsewhere', async ({
  home,
}) => {
  const lines = Array.from({length: 50}, (_, number) => line(number * 7, `line ${number}`))
  const parts = [
    {lines: lines.slice(0, 40), isInOrder: true},
    {lines: lines.slice(10), isInOrder: true},
  ]
  expect(await join(home, parts)).toEqual(lines)
})

test('what stands twice in one part was written twice', async ({home}) => {
  const twice = [line(0, 'same'), line(0, 'same'), line(1, 'other')]
  const parts = [
    {lines: twice, isInOrder: true},
    {lines: twice, isInOrder: true},
  ]
  expect(await join(home, parts)).toEqual(twice)
})

test('lines of one millisecond stand in the order of the parts', async ({home}) => {
  const parts = [
    {lines: [line(5, 'b'), line(5, 'a')], isInOrder: true},
    {lines: [line(0, 'first'), line(5, 'a'), line(5, 'c')], isInOrder: true},
  ]
  expect(await join(home, parts)).toEqual([line(0, 'first'), line(5, 'b'), line(5, 'a'), line(5, 'c')])
})

test('an export with the newest line first, longer than is sorted at a time, beside a part in order', async ({
  home,
}) => {
  const many = Array.from({length: 90_000}, (_, number) => line(number, `Élan ${number} ${'x'.repeat(50)}`))
  const parts = [
    {lines: many.toReversed(), isInOrder: false},
    {lines: [line(-1, 'before'), many[7] ?? '', line(90_001, 'after')], isInOrder: true},
  ]
  expect(await join(home, parts)).toEqual([line(-1, 'before'), ...many, line(90_001, 'after')])
})

test('an export of which there are more runs than files may be open', {timeout: 120_000}, async ({home}) => {
  const many = Array.from({length: 330}, (_, number) => line(number, 'x'.repeat(1_000_000)))
  expect(await join(home, [{lines: many.toReversed(), isInOrder: false}])).toEqual(many)
})

test('a line of megabytes', async ({home}) => {
  const long = line(3, 'y'.repeat(5_000_000))
  const parts = [{lines: [line(9, 'last'), long, line(1, 'first')], isInOrder: false}]
  expect(await join(home, parts)).toEqual([line(1, 'first'), long, line(9, 'last')])
})

test('one part that is in order becomes the log, whatever it holds', async ({home}) => {
  const lines = [line(1, 'a'), 'of no form', line(2, 'b')]
  expect(await join(home, [{lines, isInOrder: true}])).toEqual(lines)
})

test('a row without a time stays behind the line that it follows', async ({home}) => {
  const parts = [
    {lines: [line(5, 'b'), 'of no form', line(1, 'a')], isInOrder: false},
    {lines: [line(3, 'c')], isInOrder: true},
  ]
  expect(await join(home, parts)).toEqual([line(1, 'a'), line(3, 'c'), line(5, 'b'), 'of no form'])
})
