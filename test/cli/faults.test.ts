// What is held here: faults are done when the command returns, are undone when they should be, and say so when they
// cannot be done.

import {readFileSync} from 'node:fs'
import process from 'node:process'
import {engineOf} from '../../src/api/deployment/library-deployment.ts'
import {featuresOf} from '../../src/core/redis/server-version.ts'
import {startDeployment} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {describe, expect, expectNothingLeft, test} from '../support/test.ts'

const stateOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '')[0]

const stateOrGone = (pid: number) => {
  try {
    return stateOf(pid)
  } catch {
    return 'gone'
  }
}

describe('faults', () => {
  test('a paused instance is in state T when pause returns, and out of it when resume does', async ({
    redislab,
  }) => {
    const {instances} = (await redislab('up 1m1r --json')).json()
    await redislab('pause n2')
    expect(stateOf(instances[1].pid)).toBe('T')
    expect((await redislab('status --json')).json().instances[1]).toMatchObject({state: 'paused'})
    await redislab('resume n2')
    expect(stateOf(instances[1].pid)).not.toBe('T')
  })

  test('a paused instance can be stopped, killed by SIGTERM, and taken down', async ({redislab, home}) => {
    await redislab('up 1m2r')
    await redislab('pause n2 n3')
    expect((await redislab('stop n2')).exitCode).toBe(0)
    expect((await redislab('kill n3 --signal term')).exitCode).toBe(0)
    await redislab('pause n1')
    const {instances} = (await redislab('status --json')).json()
    expect(instances.map(({state}: {state: string}) => state)).toEqual(['paused', 'stopped', 'dead'])
    expect((await redislab('down')).exitCode).toBe(0)
    expectNothingLeft(home)
  })

  test('each signal that kill takes ends a server; on the others it would go on', async ({home, port}) => {
    await using lab = await startDeployment('1m', {home, port})
    const {server} = await lab.status()
    const ignored = ['SIGALRM', 'SIGHUP', ...(featuresOf(server).stackSignal ? ['SIGUSR2'] : [])]
    for (const signal of ['SIGUSR1', 'SIGUSR2', 'SIGQUIT', 'SIGALRM', 'SIGHUP'] as const) {
      const [n1] = await engineOf(lab).resolve(['n1'])
      const killed = engineOf(lab).inject({kind: 'kill', signal}, ['n1'])
      if (ignored.includes(signal)) {
        await expect(killed).rejects.toMatchObject({
          code: 'OPTION_INVALID',
          message: `${signal} does not end ${server.flavour} ${server.version}.`,
        })
        // That it does not is so: the journal shall not say that it did.
        process.kill(n1?.pid ?? 0, signal)
        // What answers after a signal has outlived it.
        expect((await engineOf(lab).resolve(['n1']))[0]).toMatchObject({state: 'running', pid: n1?.pid})
        continue
      }
      await killed
      expect(stateOrGone(n1?.pid ?? 0)).toMatch(/gone|Z/)
      await lab.start('n1')
    }
    const journal = readFileSync(`${engineOf(lab).directory}/journal.jsonl`, 'utf8')
    expect(journal.match(/"fault":"kill"/g)).toHaveLength(5 - ignored.length)
  })

  test('--for heals after the time, with no command running', async ({redislab}) => {
    await redislab('up 1m1r')
    const report = (await redislab('kill n2 --for 1s --json')).json()
    expect(Date.parse(report.healsAt) - Date.parse(report.at)).toBeGreaterThanOrEqual(1000)
    const {instances} = await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: 15_000,
      message: 'n2 was not started again',
      until: ({ready}) => ready,
    })
    expect(instances[1].pid).not.toBe(report.instances[0].pid)
  })

  test('what is done to an instance later counts: its healer does nothing', async ({redislab}) => {
    await redislab('up 1m1r')
    await redislab('pause n2 --for 1500ms')
    await redislab('resume n2')
    await redislab('kill n2')
    await redislab('start n1').then(({exitCode}) => expect(exitCode).toBe(4))
    // A second healer of the same length ends later than the first would have.
    await redislab('pause n1 --for 1500ms')
    await eventually(async () => (await redislab('status --json')).json().instances[0].state, {
      withinMs: 15_000,
      message: 'n1 was not resumed',
      until: (state) => state === 'running',
    })
    expect((await redislab('status --json')).json().instances[1].state).toBe('dead')
  })

  test('a sentinel that was frozen for two seconds is in TILT: not ready, and status says so', async ({
    redislab,
  }) => {
    await redislab('up 1m1s')
    await redislab('pause s1')
    await new Promise((resolve) => setTimeout(resolve, 2500))
    await redislab('resume s1')
    const {ready, notReady, instances} = await eventually(
      async () => (await redislab('status --json')).json(),
      {
        withinMs: 10_000,
        message: 's1 did not go into TILT',
        until: (status) => status.instances[1].tilt === true,
      },
    )
    expect({ready, role: instances[1].role}).toEqual({ready: false, role: 'sentinel'})
    expect(notReady).toEqual(['s1 is in TILT: it takes no part in failovers for up to 30 s'])
    expect((await redislab('status')).stdout).toContain('in TILT, mymaster is n1')
  })

  test('down ends healers too', async ({redislab, home}) => {
    await redislab('up 1m')
    await redislab('pause n1 --for 1h')
    await redislab('down')
    expectNothingLeft(home)
  })

  test('restart --for stays down for that long and comes back', async ({redislab}) => {
    await redislab('up 1m1r')
    const report = (await redislab('restart n2 --for 1s --json')).json()
    expect(report).toMatchObject({fault: 'stop', healsAt: expect.any(String)})
    const {instances} = await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: 15_000,
      message: 'n2 did not come back',
      until: ({ready}) => ready,
    })
    expect(instances[1].pid).not.toBe(report.instances[0].pid)
  })

  test.for([
    ['resume n1', 'n1 cannot be resumed: it is already running.'],
    ['start n1', 'n1 cannot be started: it is already running.'],
    ['pause n2', 'n2 cannot be paused: it is dead.'],
    ['kill n2', 'n2 cannot be killed: it is already dead.'],
    ['stop n2', 'n2 cannot be stopped: it is dead.'],
    ['pause n3', 'n3 cannot be paused: it is already paused.'],
    ['start n3', 'n3 cannot be started: it is paused.'],
  ])('%s: %s', async ([command, message], {redislab}) => {
    await redislab('up 1m2r')
    await redislab('kill n2')
    await redislab('pause n3')
    const {exitCode, json} = await redislab(`${command} --json`)
    expect(exitCode).toBe(4)
    expect(json().error).toMatchObject({code: 'WRONG_STATE', message, exitCode: 4})
    expect(json().error.suggestions).toHaveLength(1)
    const text = await redislab(`${command}`)
    expect(text.exitCode).toBe(4)
    expect(text.stderr).toContain(message)
  })

  test('one of several targets cannot be done: none is', async ({redislab}) => {
    const {instances} = (await redislab('up 1m2r --json')).json()
    await redislab('kill n2')
    expect((await redislab('kill n3 n2')).exitCode).toBe(4)
    expect((await redislab('status --json')).json().instances[2]).toMatchObject({
      state: 'running',
      pid: instances[2].pid,
    })
  })

  test('a plural passes over those that are so already, and says which', async ({redislab}) => {
    await redislab('up 1m2r')
    await redislab('kill n2')
    const killed = (await redislab('kill all --json')).json()
    expect(killed.instances.map(({name}: {name: string}) => name)).toEqual(['n1', 'n3'])
    expect(killed.skipped).toEqual([{name: 'n2', state: 'dead', kind: 'redis'}])
    expect((await redislab('start n1')).exitCode).toBe(0)
    expect((await redislab('start all')).stdout).toMatch(/not done\s+n1 is running/)
    expect((await redislab('start all --json')).json().error).toMatchObject({
      code: 'WRONG_STATE',
      exitCode: 4,
    })
  })

  test('what is suggested is for the same deployment', async ({redislab}) => {
    await redislab('up 1m --name other')
    const {error} = (await redislab('start n1 --name other --json')).json()
    expect(error.suggestions).toEqual(['Restart it: redislab restart n1 --name other'])
  })

  test('cli does not talk to whoever has the port of a dead instance', async ({redislab}) => {
    await redislab('up 1m')
    await redislab('kill n1')
    const {error} = (await redislab('cli --json n1 -- PING')).json()
    expect(error).toMatchObject({code: 'WRONG_STATE', message: 'n1 does not run: it is dead.'})
  })

  test('no master: the error says who there is', async ({redislab}) => {
    await redislab('up 1m1r')
    await redislab('kill master')
    const {error} = (await redislab('kill master --json')).json()
    expect(error).toMatchObject({code: 'TARGET_NOT_FOUND', exitCode: 4})
    expect(error.suggestions[0]).toContain('n1 (dead), n2 (replica)')
  })

  test('two that claim to be master: the error names them', async ({redislab}) => {
    await redislab('up 1m1r')
    await redislab('cli n2 -- REPLICAOF NO ONE')
    const {error} = (await redislab('kill master --json')).json()
    expect(error).toMatchObject({code: 'TARGET_AMBIGUOUS', details: {claimedBy: ['n1', 'n2']}})
    expect(error.suggestions).toEqual(['Name the one you mean: n1 or n2.'])
  })
})
