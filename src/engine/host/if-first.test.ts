import {mkdtempSync, rmSync, utimesSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {ifFirst} from './if-first.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'redislab-if-first-'))
})
afterEach(() => rmSync(folder, {recursive: true}))

it('does it once where two come at the same moment, and again afterwards', async () => {
  const file = path.join(folder, 'lock')
  let done = 0
  const act = () =>
    ifFirst(file, async () => {
      done += 1
      await new Promise((resolve) => setImmediate(resolve))
    })
  expect(await Promise.all([act(), act()])).toEqual([true, false])
  expect(await act()).toBe(true)
  expect(done).toBe(2)
})

it('is not held up by what a killed process left', async () => {
  const file = path.join(folder, 'lock')
  writeFileSync(file, '')
  expect(await ifFirst(file, async () => {})).toBe(false)
  utimesSync(file, 1, 1)
  expect(await ifFirst(file, async () => {})).toBe(true)
})

it('does nothing where the folder is gone', async () => {
  expect(await ifFirst(path.join(folder, 'gone', 'lock'), async () => {})).toBe(false)
})
