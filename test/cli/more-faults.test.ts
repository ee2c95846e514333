// What is held here: the faults that are done by a command of Redis do what they say, are undone when they should be,
// and give Redis's own words when it refuses.
import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import type {CliResult} from '../support/cli.ts'
import {eventually} from '../support/eventually.ts'
import {describe, expect, type Fixtures, test} from '../support/test.ts'

type Redislab = Fixtures['redislab']

const readJournal = (home: string) =>
  readFileSync(path.join(home, 'default/journal.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

async function readSetting(redislab: Redislab, instance: string, name: string): Promise<string> {
  const {stdout} = await redislab(`cli ${instance} -- --raw CONFIG GET ${name}`)
  return stdout.split('\n')[1] ?? ''
}

function expectError(
  {exitCode, json}: CliResult,
  expected: {code: string; exitCode: number; message: unknown},
) {
  expect(json().error).toMatchObject(expected)
  expect(json().error.suggestions.length).toBeGreaterThan(0)
  expect(exitCode).toBe(expected.exitCode)
}

describe('failover', () => {
  test('a sentinel replaces a healthy master; a second one at once is refused with its words', async ({
    redislab,
    home,
  }) => {
    await redislab('up 1m2r3s')
    const report = (await redislab('failover --json')).json()
    expect(report).toMatchObject({
      fault: 'failover',
      instances: [{name: 'n1', role: 'master', sentinel: 's1', pid: expect.any(Number)}],
      at: expect.any(String),
      healsAt: null,
    })
    expectError(await redislab('failover n2 --json'), {
      code: 'WRONG_STATE',
      exitCode: 4,
      message: expect.stringContaining('INPROG Failover already in progress'),
    })
    const {masters} = await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: 20_000,
      message: 'nobody took over',
      until: (status) => status.masters[0].instance !== 'n1' && status.masters[0].sentinelsAgree,
    })
    expect(masters[0].instance).toMatch(/^n[23]$/)
    // The journal is written before a fault is tried: the first of the two is the one that was done.
    const [, first] = readJournal(home)
    expect(first).toMatchObject({kind: 'fault-injected', fault: 'failover', instances: ['n1']})
  })

  test('no replica can be promoted: NOGOODSLAVE in Redis’s words', async ({redislab}) => {
    await redislab('up 1m1r3s')
    await redislab('kill n2')
    // Until the sentinel has noticed, the replica looks good to it.
    const refused = await eventually(async () => redislab('failover --json'), {
      withinMs: 20_000,
      message: 'the failover was not refused',
      until: ({stdout}) => stdout.includes('NOGOODSLAVE'),
    })
    expectError(refused, {
      code: 'WRONG_STATE',
      exitCode: 4,
      message: expect.stringContaining('s1 refused to fail mymaster over: NOGOODSLAVE'),
    })
  })

  test.for([
    ['1m1r', '', 'failover', 'WRONG_STATE', 'This deployment has no sentinels'],
    ['1m1r1s', 'kill s1', 'failover', 'WRONG_STATE', 'No sentinel of default could be asked'],
    ['1m1r1s', '', 'failover s1', 'OPTION_INVALID', 's1 is a sentinel'],
    ['2m2r1s', '', 'failover', 'TARGET_AMBIGUOUS', 'There are 2 masters to choose from.'],
  ] as const)('%s %s: %s is %s', async ([topology, first, command, code, message], {redislab}) => {
    await redislab(`up ${topology}`)
    if (first !== '') await redislab(first)
    expectError(await redislab(`${command} --json`), {
      code,
      exitCode: code === 'OPTION_INVALID' ? 2 : 4,
      message: expect.stringContaining(message),
    })
  })
})

describe('sleep', () => {
  test('the event loop is blocked when it returns, and it returns before that is over', async ({
    redislab,
    home,
  }) => {
    await redislab('up 1m')
    const report = (await redislab('sleep n1 3s --json')).json()
    const answer = await redislab('cli n1 -- PING')
    const tookMs = Date.now() - Date.parse(report.at)
    expect(report).toMatchObject({fault: 'sleep', instances: [{name: 'n1'}]})
    expect(answer.stdout).toContain('PONG')
    expect(tookMs).toBeGreaterThanOrEqual(2900)
    expect(readJournal(home).at(-1)).toMatchObject({fault: 'sleep', durationMs: 3000})
  })

  test('--wait returns when it is over', async ({redislab}) => {
    await redislab('up 1m')
    const started = Date.now()
    expect((await redislab('sleep n1 1500ms --wait')).exitCode).toBe(0)
    expect(Date.now() - started).toBeGreaterThanOrEqual(1500)
  })

  test('a server that refuses DEBUG', async ({redislab}) => {
    await redislab('up 1m1r1s --set enable-debug-command=no')
    expectError(await redislab('sleep n1 1s --json'), {
      code: 'WRONG_STATE',
      exitCode: 4,
      message: expect.stringContaining('n1 refused DEBUG SLEEP: ERR DEBUG command not allowed'),
    })
  })
})

describe('disconnect', () => {
  test('says how many connections it closed, and the replicas come back', async ({redislab, home}) => {
    await redislab('up 1m2r')
    const report = (await redislab('disconnect master --json')).json()
    expect(report).toMatchObject({
      fault: 'disconnect',
      instances: [{name: 'n1', closed: {normal: 0, replica: 2, master: 0, pubsub: 0}}],
    })
    await eventually(async () => (await redislab('status --json')).json(), {
      withinMs: 20_000,
      message: 'the replicas did not come back',
      until: ({ready}) => ready,
    })
    const one = await redislab('disconnect n2 --type master')
    expect(one.stdout).toContain('1 connection closed: 1 master')
    expect(readJournal(home).at(-1)).toMatchObject({fault: 'disconnect', instances: ['n2']})
    await redislab('kill n3')
    expectError(await redislab('disconnect n3 --json'), {
      code: 'WRONG_STATE',
      exitCode: 4,
      message: 'n3 cannot be disconnected: it is dead.',
    })
  })

  test.for(['disconnect n1', 'set n1 maxmemory 10mb', 'fill n1'])(
    'a server that does not answer is told as such: %s',
    async (command, {redislab}) => {
      await redislab('up 1m')
      await redislab('sleep n1 30s')
      expectError(await redislab(`${command} --json`), {
        code: 'WRONG_STATE',
        exitCode: 4,
        message: 'n1 cannot be asked: no answer in time.',
      })
    },
  )
})

describe('set', () => {
  test('--for restores the value, the first one even after two', async ({redislab, home}) => {
    await redislab('up 1m1r')
    const before = await readSetting(redislab, 'n2', 'replica-priority')
    expect(before).toBe('100')
    await redislab('set n2 replica-priority 7 --for 1h')
    const report = (await redislab('set n2 replica-priority 0 --for 5s --json')).json()
    expect(report).toMatchObject({fault: 'set', instances: [{name: 'n2'}], healsAt: expect.any(String)})
    expect(await readSetting(redislab, 'n2', 'replica-priority')).toBe('0')
    await eventually(() => readSetting(redislab, 'n2', 'replica-priority'), {
      withinMs: 15_000,
      message: 'the value was not restored',
      until: (value) => value === '100',
    })
    expect(readJournal(home)).toContainEqual(
      expect.objectContaining({fault: 'set', directives: [{name: 'replica-priority', value: '0'}]}),
    )
  })

  test('another setting, and a fault of the process, each keep their own time', async ({redislab}) => {
    await redislab('up 1m')
    await redislab('set n1 timeout 77 --for 4s')
    await redislab('set n1 tcp-keepalive 77')
    await redislab('pause n1 --for 500ms')
    await eventually(() => readSetting(redislab, 'n1', 'timeout'), {
      withinMs: 20_000,
      message: 'the value was not restored',
      until: (value) => value === '0',
    })
    expect(await readSetting(redislab, 'n1', 'tcp-keepalive')).toBe('77')
  })

  test('a password that is set is written nowhere', async ({redislab, home}) => {
    await redislab('up 1m1r')
    const {stdout} = await redislab('set n2 masterauth hunter2')
    expect(stdout).toContain('(hidden)')
    expect(JSON.stringify(readJournal(home))).not.toContain('hunter2')
  })

  test.for([
    ['set n1 maxmemory lots', 'CONFIG_REFUSED', /^n1 refused maxmemory lots: ERR /],
    ['set n1 no-such-thing 1', 'CONFIG_REFUSED', /^n1 refused no-such-thing 1: ERR /],
    ['set n1 * 1', 'DIRECTIVE_INVALID', /is not the name of a setting/],
    ['set n1 requirepass x', 'DIRECTIVE_INVALID', /redislab would lose the instance/],
    ['set s1 maxmemory 1', 'OPTION_INVALID', /^s1 cannot be set: sentinels have no CONFIG SET/],
  ] as const)('%s: %s', async ([command, code, message], {redislab}) => {
    await redislab('up 1m1r1s')
    expectError(await redislab(`${command} --json`), {
      code,
      exitCode: 2,
      message: expect.stringMatching(message),
    })
  })
})

describe('records', () => {
  test('one from before heals were written down can be read, and what waits in it is ended', async ({
    redislab,
    home,
  }) => {
    await redislab('up 1m')
    await redislab('pause n1 --for 1h')
    const file = path.join(home, 'default/deployment.json')
    const record = JSON.parse(readFileSync(file, 'utf8'))
    for (const healer of record.healers) delete healer.heals
    for (const entry of Object.values<Record<string, unknown>>(record.processes)) delete entry['pausedAt']
    writeFileSync(file, JSON.stringify(record))
    const {exitCode, json} = await redislab('resume n1 --json')
    expect(exitCode).toBe(0)
    expect(json().instances[0]).not.toHaveProperty('pausedMs')
    expect(JSON.parse(readFileSync(file, 'utf8')).healers).toEqual([])
  })
})

describe('fill', () => {
  test('writes are refused with OOM, reads go on, and --for ends it', async ({redislab}) => {
    await redislab('up 1m --set maxmemory-policy=allkeys-lru')
    const report = (await redislab('fill master --for 2s --json')).json()
    expect(report.instances[0].maxmemory).toBeLessThan(report.instances[0].used)
    expect((await redislab('cli n1 -- SET key value')).stdout).toContain('OOM')
    expect((await redislab('cli n1 -- GET key')).stdout).not.toContain('OOM')
    await eventually(async () => (await redislab('cli n1 -- SET key value')).stdout, {
      withinMs: 15_000,
      message: 'writes are still refused',
      until: (text) => text.trim() === 'OK',
    })
    expect(await readSetting(redislab, 'n1', 'maxmemory')).toBe('0')
    expect(await readSetting(redislab, 'n1', 'maxmemory-policy')).toBe('allkeys-lru')
  })
})

describe('resuming a sentinel', () => {
  test('says that it goes into TILT, when it was paused for long enough', async ({redislab}) => {
    await redislab('up 1m1r3s')
    await redislab('pause s1 s2')
    const short = (await redislab('resume s1 --json')).json()
    await delay(2500)
    const long = await redislab('resume s2')
    expect(short.instances[0]).toMatchObject({name: 's1', tilt: short.instances[0].pausedMs >= 2000})
    expect(long.stdout).toContain('s2 saw the clock jump by 2 s or more')
    expect((await redislab('cli s2 -- INFO sentinel')).stdout).toContain('sentinel_tilt:1')
  })
})
