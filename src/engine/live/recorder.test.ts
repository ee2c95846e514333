import {mkdir} from 'node:fs/promises'
import path from 'node:path'
import {expect, test} from 'vitest'
import {eventually} from '../../../test/support/eventually.ts'
import {planOf} from '../../../test/support/samples.ts'
import {makeTemporaryFolder} from '../../../test/support/temporary-folder.ts'
import {readJournal} from '../state/journal.ts'
import {Recorder} from './recorder.ts'

// Nobody listens at port 1: what is written down is that nobody answers.
const plan = planOf('1m', {port: 1})
const access = {isForeign: true} as const

test('ends with the error of the disk when it cannot write', async () => {
  await using home = await makeTemporaryFolder()
  await using recorder = new Recorder({
    home: home.path,
    name: 'prod',
    directory: path.join(home.path, 'gone'),
    plan,
    access,
  })
  await eventually(() => recorder.ended.aborted, {
    withinMs: 5000,
    message: 'it does not end',
    until: (ended) => ended,
  })
  expect(recorder.ended.reason).toMatchObject({code: 'STATE_UNWRITABLE'})
})

test('of two one writes, and the other one takes over', async () => {
  await using home = await makeTemporaryFolder()
  const directory = path.join(home.path, 'prod')
  await mkdir(directory)
  const recorded = {home: home.path, name: 'prod', directory, plan, access}
  const notes = (count: number) =>
    eventually(() => readJournal(directory), {
      withinMs: 10_000,
      message: `there are not ${count} notes`,
      until: (entries) => entries.length >= count,
    })
  const first = new Recorder(recorded)
  await notes(1)
  await using _second = new Recorder(recorded)
  await first[Symbol.asyncDispose]()
  expect(await notes(2)).toHaveLength(2)
})
