// What is held here: test workers that run side by side, of one job and of several, never get each other's ports, and leave
// nothing behind.
import {fork} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, readdirSync} from 'node:fs'
import path from 'node:path'
import {eventually} from '../support/eventually.ts'
import {processesIn} from '../support/processes.ts'
import {expect, test} from '../support/test.ts'

const program = path.join(import.meta.dirname, '../fixtures/worker.js')
const workers = 4
const rounds = 10

interface Told {
  readonly round: number
  readonly ready: boolean
}

test('4 workers, 10 deployments each', async ({home}) => {
  // Two jobs with a state folder each.
  const homes = ['job-1', 'job-2'].map((name) => path.join(home, `.${name}`))
  for (const one of homes) mkdirSync(one)
  const all = await Promise.all(
    Array.from({length: workers}, async (_, index): Promise<readonly Told[]> => {
      const told: Told[] = []
      const worker = fork(program, [homes[index % 2] ?? '', String(index), String(rounds)], {silent: true})
      let errors = ''
      worker.stderr?.setEncoding('utf8').on('data', (text) => {
        errors += text
      })
      worker.on('message', (message) => told.push(message as Told))
      const [code] = await once(worker, 'exit')
      expect(errors).toBe('')
      expect(code).toBe(0)
      return told
    }),
  )
  expect(all.map((told) => told.filter(({ready}) => ready).length)).toEqual(Array(workers).fill(rounds))
  await eventually(() => homes.flatMap((one) => [...processesIn(one), ...readdirSync(one)]), {
    withinMs: 3000,
    message: 'something is left',
    until: (left) => left.every((one) => one === '.locks'),
  })
}, 120_000)
