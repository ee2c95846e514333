// What clocks that are off do to logs: those of real servers, with the times that a wrong clock would have written.

import {mkdir, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {expect} from 'vitest'
import {diagnose} from '../../../src/index.ts'
import {shiftLog} from '../../support/clocks/shift-log.ts'
import {eventually} from '../../support/eventually.ts'
import {type Fixtures, test} from '../../support/test.ts'

const resumed = 'Successful partial resynchronization'

/** The logs of a master and of its replica, whose link broke twice and was resumed from another offset each time. */
async function recordTwoSyncs({redislab}: Pick<Fixtures, 'redislab'>) {
  await redislab('up 1m1r')
  const {directory} = (await redislab('status --json')).json()
  const read = (name: string) => readFile(path.join(directory, name, 'redis.log'), 'utf8')
  for (const count of [1, 2]) {
    await redislab(`cli n1 -- SET key ${count}`)
    await redislab('disconnect n1')
    await eventually(() => read('n2'), {
      withinMs: 10_000,
      message: `n2 is in step again, time ${count}`,
      until: (log) => log.split(resumed).length > count,
    })
  }
  return {n1: await read('n1'), n2: await read('n2')}
}

async function idsOf(home: string, logs: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = path.join(home, 'evidence')
  await mkdir(folder, {recursive: true})
  for (const [name, text] of Object.entries(logs)) await writeFile(path.join(folder, `${name}.log`), text)
  return (await diagnose([folder])).findings.map(({id}) => id)
}

test('a clock that is ahead, and one that was set between two syncs', async ({redislab, home}) => {
  const {n1, n2} = await recordTwoSyncs({redislab})
  const right = await idsOf(home, {n1, n2})
  expect(right).not.toContain('clocks-differ')
  expect(right).not.toContain('clock-stepped')
  expect(await idsOf(home, {n1, n2: shiftLog(n2, 95_000)})).toContain('clocks-differ')
  const at = n2.indexOf('\n', n2.indexOf(resumed)) + 1
  const stepped = n2.slice(0, at) + shiftLog(n2.slice(at), 95_000)
  expect(await idsOf(home, {n1, n2: stepped})).toContain('clock-stepped')
})
