// What clocks that are off do to logs: those of real servers, with the times that a wrong clock would have written.

import {mkdir, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {expect} from 'vitest'
import {diagnose} from '../../../src/index.ts'
import {shiftLog} from '../../support/clocks/shift-log.ts'
import {type Fixtures, test} from '../../support/test.ts'

/** The logs of a master and of its replica, which synchronised at the start and again after a restart. */
async function recordTwoSyncs({redislab}: Pick<Fixtures, 'redislab'>) {
  await redislab('up 1m1r')
  await redislab('restart n2')
  await redislab('status --wait 10s')
  const {directory} = (await redislab('status --json')).json()
  const read = (name: string) => readFile(path.join(directory, name, 'redis.log'), 'utf8')
  return {n1: await read('n1'), n2: await read('n2')}
}

async function idsOf(home: string, logs: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = path.join(home, 'evidence')
  await mkdir(folder, {recursive: true})
  for (const [name, text] of Object.entries(logs)) await writeFile(path.join(folder, `${name}.log`), text)
  return (await diagnose([folder])).findings.map(({id}) => id)
}

test('a clock that is ahead of the other is found by the lines of two syncs', async ({redislab, home}) => {
  const {n1, n2} = await recordTwoSyncs({redislab})
  expect(await idsOf(home, {n1, n2})).not.toContain('clocks-differ')
  expect(await idsOf(home, {n1, n2: shiftLog(n2, 95_000)})).toContain('clocks-differ')
})
