// What is held here: a short command loads neither what only long ones need nor what packages get ready at their start. What
// that takes in time is for the bench to say: on a busy machine a test could not.
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from '../support/test.ts'

const watcher = path.resolve(import.meta.dirname, '../support/watch-start.cjs')

test('what a person types all the time loads little', async ({redislab, home}) => {
  await redislab('up 1m1r')
  for (const command of ['status', 'kill n2', 'ls', 'lab list', '--version']) {
    const report = path.join(home, '.started.json')
    const env = {NODE_OPTIONS: `--require=${watcher}`, REDISLAB_TEST_STARTED: report}
    expect(await redislab(command, {env}), command).toMatchObject({exitCode: 0, stderr: ''})
    const {files, languages} = JSON.parse(readFileSync(report, 'utf8')) as Started
    expect(files.length, command).toBeGreaterThan(2)
    expect(files.filter(isOfClient), command).toEqual([])
    expect(languages, command).toEqual([])
  }
})

interface Started {
  readonly files: readonly string[]
  /** What it asked of the rules of languages, which take long to load. */
  readonly languages: readonly string[]
}

/** Whether a file of the bundle holds ioredis: a sentence of it. */
function isOfClient(file: string): boolean {
  return readFileSync(file, 'utf8').includes('All sentinels are unreachable')
}
