// What is held here: an interrupted command undoes what it did and exits 130 or 143; one that was killed outright leaves
// what the next command can find and end.
import {readdirSync} from 'node:fs'
import process from 'node:process'
import {eventually} from '../support/eventually.ts'
import {processesIn} from '../support/processes.ts'
import {describe, expect, expectNothingLeft, test} from '../support/test.ts'

/** With natural discovery, `up` takes seconds after its servers run. */
const slowUp = 'up 1m2r3s --timing redis'

describe('an interrupted up', () => {
  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s: exit %i, and nothing is left', async ([signal, exitCode], {redislab, home}) => {
    const result = await redislab(slowUp, {onStart: (pid) => void signalWhenRunning(home, pid, signal, 6)})
    expect(result.exitCode).toBe(exitCode)
    expect(result.stderr).toContain(`Interrupted by ${signal}.`)
    expectNothingLeft(home)
  })

  test.for([1, 2, 4, 6])(
    'kill -9 with %i servers running: down ends them all',
    async (count, {redislab, home}) => {
      const result = await redislab(slowUp, {
        onStart: (pid) => void signalWhenRunning(home, pid, 'SIGKILL', count),
      })
      expect(result.exitCode).toBe(null)
      expect(processesIn(home).length).toBeGreaterThanOrEqual(1)
      const {exitCode} = await redislab('down')
      expect(exitCode).toBe(0)
      expectNothingLeft(home)
      expect((await redislab('up 1m')).exitCode).toBe(0)
    },
  )

  test('kill -9 before its record is written: clean removes the folder', async ({redislab, home}) => {
    const result = await redislab(slowUp, {onStart: (pid) => void killWhenFolderIsThere(home, pid)})
    expect(result.exitCode).toBe(null)
    expect((await redislab('clean')).exitCode).toBe(0)
    await redislab('down --all')
    expectNothingLeft(home)
  })
})

async function signalWhenRunning(
  home: string,
  pid: number,
  signal: NodeJS.Signals,
  count: number,
): Promise<void> {
  await eventually(() => servers(home).length, {
    withinMs: 20_000,
    message: `${count} servers did not start`,
    until: (running) => running >= count,
  })
  process.kill(pid, signal)
}

function servers(home: string) {
  return processesIn(home).filter(({commandLine}) => commandLine.includes('-server'))
}

async function killWhenFolderIsThere(home: string, pid: number): Promise<void> {
  await eventually(() => readdirSync(home), {
    withinMs: 20_000,
    message: 'no run directory was made',
    until: (names) => names.includes('default'),
  })
  process.kill(pid, 'SIGKILL')
}
