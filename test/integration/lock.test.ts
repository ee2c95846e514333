// What is held here: a lock is held by one process at a time, also when holders die.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdir, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {expect, test} from 'vitest'
import {makeTemporaryFolder} from '../support/temporary-folder.ts'

const contend = path.resolve(import.meta.dirname, '../fixtures/contend.js')

test('a lock is never held by two of many processes, though some die while they hold it', async () => {
  await using folder = await makeTemporaryFolder()
  await writeFile(path.join(folder.path, 'counter'), '0')
  // All of them begin by finding a lock that is nobody's.
  await mkdir(path.join(folder.path, '.locks'))
  await writeFile(path.join(folder.path, '.locks/default'), '')
  const [rounds, processes] = [25, 6]
  const run = async (index: number) => {
    const ending = index % 3 === 0 ? 'die' : 'live'
    const child = spawn(process.execPath, [contend, folder.path, 'default', String(rounds), ending], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let problem = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      problem += text
    })
    const [exitCode, signal] = await once(child, 'close')
    return {problem, end: signal ?? exitCode, expected: ending === 'die' ? 'SIGKILL' : 0}
  }
  const ends = await Promise.all(Array.from({length: processes}, (_, index) => run(index)))
  for (const {problem, end, expected} of ends) {
    expect(problem).toBe('')
    expect(end).toBe(expected)
  }
  expect(Number(await readFile(path.join(folder.path, 'counter'), 'utf8'))).toBe(rounds * processes)
})
