// What is held here: a run of a lab that is interrupted or killed, at whatever moment, leaves nothing that `down` does not find.
import process from 'node:process'
import {eventually} from '../support/eventually.ts'
import {processesIn} from '../support/processes.ts'
import {expectGone, smallLab, writeLab} from '../support/small-lab.ts'
import {expect, test} from '../support/test.ts'

const endless = 'steps:\n  - repeat: 1000000\n    steps:\n      - check: 1 == 1\n'

test.for([
  ['waits', smallLab.replace('  - alice: GET key\n', '  - wait: 60s\n  - alice: GET key\n')],
  ['waits for nothing', smallLab.replace('steps:\n', endless)],
] as const)('Ctrl-C ends a lab that %s, and leaves nothing behind', async ([, text], {home, redislab}) => {
  const file = await writeLab(home, text)
  const {exitCode} = await redislab('', {
    args: ['lab', 'run', file],
    onStart: (pid) => void signalOnceRunning(home, {pid, signal: 'SIGINT', processes: 1}),
  })
  expect(exitCode).toBe(130)
  expectGone(home)
})

test('after kill -9 of a run, down --all leaves nothing', async ({home, redislab}) => {
  const file = await writeLab(
    home,
    smallLab.replace('topology: 1m', 'topology: 1m2r3s').replace('steps:', 'steps:\n  - wait: 60s'),
  )
  await redislab('', {
    args: ['lab', 'run', file],
    onStart: (pid) => void signalOnceRunning(home, {pid, signal: 'SIGKILL', processes: 4}),
  })
  expect((await redislab('down --all')).exitCode).toBe(0)
  expectGone(home)
})

test('after kill -9 at thirty moments of its life, down --all leaves nothing', {timeout: 180_000}, async ({
  home,
  redislab,
}) => {
  const steps = `steps:
  - wait: 150ms
  - load: acked-writes
    as: writer
  - kill: n2
  - wait: 150ms`
  const file = await writeLab(
    home,
    smallLab.replace('topology: 1m', 'topology: 1m2r').replace('steps:', steps),
  )
  const moments = Array.from({length: 30}, (_, index) => index * 45)
  for (const moment of moments) {
    const run = redislab('', {
      args: ['lab', 'run', file, '--jsonl'],
      onStart: (pid) => void setTimeout(() => killIfThere(pid), moment),
    })
    await run
  }
  expect((await redislab('down --all')).exitCode).toBe(0)
  expectGone(home)
  expect((await redislab('ls --json')).json()).toMatchObject({deployments: []})
})

/** A run that was quicker than the blow is gone. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

interface Blow {
  readonly pid: number
  readonly signal: NodeJS.Signals
  /** How many servers must run first. */
  readonly processes: number
}

async function signalOnceRunning(home: string, {pid, signal, processes}: Blow): Promise<void> {
  await eventually(() => processesIn(home).length, {
    withinMs: 20_000,
    message: 'the lab starts its servers',
    until: (count) => count >= processes,
  })
  process.kill(pid, signal)
}
