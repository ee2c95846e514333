// What is held here: `load` prints one report however it ends, cleans up behind itself, and its errors say what to do.
import {readFileSync} from 'node:fs'
import process from 'node:process'
import type {CliResult} from '../support/cli.ts'
import {eventually} from '../support/eventually.ts'
import {describe, expect, test} from '../support/test.ts'

describe('load', () => {
  test('--json is the report alone, and no key is left', async ({redislab}) => {
    await redislab('up 1m1r')
    const {exitCode, json, stderr} = await redislab('load acked-writes --for 1s --rate 100 --json')
    const report = json()
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(report).toMatchObject({
      kind: 'acked-writes',
      deployment: 'default',
      masterName: 'mymaster',
      rate: 100,
      concurrency: 4,
      checkedOn: 'n1',
      notChecked: null,
      lost: 0,
      failed: 0,
      outageMs: 0,
      outage: null,
      errors: {},
    })
    expect(report.acknowledged).toBeGreaterThan(50)
    expect(report.acknowledged).toBeLessThan(150)
    expect((await redislab('cli n1 -- --raw DBSIZE')).stdout.trim()).toBe('0')
  })

  test('Ctrl-C ends it: the report is printed, and the exit code is 130', async ({redislab}) => {
    await redislab('up 1m')
    const {exitCode, stdout, stderr} = await redislab('load acked-writes', {
      onStart: (pid) => setTimeout(() => process.kill(pid, 'SIGINT'), 3000),
    })
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^acked-writes {2}default mymaster {2}200 a second, 4 at a time, for \d/)
    expect(stdout).toMatch(/lost +✔ 0 +of these are gone/)
    expect(exitCode).toBe(130)
  })

  test('--at stays at its instance, where a client that follows would go on', async ({redislab, home}) => {
    await redislab('up 1m1r3s')
    const loads = ['--at master', ''].map((at) => redislab(`load acked-writes ${at} --for 8s --json`))
    await eventually(() => readFileSync(`${home}/default/journal.jsonl`, 'utf8'), {
      withinMs: 7000,
      message: 'the loads did not begin',
      until: (journal) => journal.match(/load-started/g)?.length === 2,
    })
    await redislab('kill master')
    const [staying, following] = (await Promise.all(loads)) as [CliResult, CliResult]
    expect(staying.json()).toMatchObject({at: 'n1', outage: {firstSuccess: null}, checkedOn: 'n2'})
    expect(following.json()).toMatchObject({at: null, outage: {firstSuccess: expect.any(String)}})
  })

  test('the journal holds its beginning and its end', async ({redislab, home}) => {
    await redislab('up 1m')
    await redislab('load reads --for 300ms --rate 0')
    const entries = readFileSync(`${home}/default/journal.jsonl`, 'utf8').trim().split('\n')
    expect(entries.slice(-2).map((line) => JSON.parse(line))).toMatchObject([
      {kind: 'load-started', load: 'reads', rate: null, concurrency: 4},
      {kind: 'load-ended', load: 'reads', failed: 0, outageMs: 0},
    ])
  })

  test.for([
    ['1m', 'load writes', 2, 'USAGE', 'writes'],
    ['1m', 'load reads --concurrency 0', 2, 'OPTION_INVALID', '"0" is not a whole number from 1 on.'],
    ['2m', 'load reads --for 1s', 4, 'TARGET_AMBIGUOUS', 'There are 2 masters to put a load on.'],
    ['2m', 'load reads --master other', 4, 'TARGET_NOT_FOUND', 'no master named "other"'],
    [
      '1m2r',
      'load reads --at replicas',
      4,
      'TARGET_AMBIGUOUS',
      'replicas are several: a load stays at one instance.',
    ],
    ['1m1s', 'load reads --at s1', 2, 'OPTION_INVALID', 's1 is a sentinel and holds no data.'],
    ['2m', 'load reads --at n1 --master mymaster', 2, 'USAGE', '--master'],
    ['1m', 'load reads --name nobody', 4, 'DEPLOYMENT_NOT_FOUND', 'There is no deployment named "nobody".'],
  ] as const)('%s: %s', async ([topology, command, exitCode, code, message], {redislab}) => {
    await redislab(`up ${topology}`)
    const result = await redislab(`${command} --json`)
    expect(result.json().error).toMatchObject({code, message: expect.stringContaining(message)})
    expect(result.exitCode).toBe(exitCode)
  })

  test('--strategy says how locks are taken, and is for nothing else', async ({redislab}) => {
    await redislab('up 3m')
    const {json} = await redislab('load locks --strategy redlock --for 1s --json')
    expect(json()).toMatchObject({
      kind: 'locks',
      strategy: 'redlock',
      acquired: 4,
      doubleHeld: 0,
      mostHolders: 1,
    })
    const wrong = await redislab('load reads --strategy redlock')
    expect(wrong.exitCode).toBe(2)
    expect(wrong.stderr).toContain('--strategy is for locks, not for reads.')
    const ambiguous = await redislab('load locks --strategy lua')
    expect(ambiguous.exitCode).toBe(4)
  })

  test('no master to begin with is an error that names the dead', async ({redislab}) => {
    await redislab('up 1m1r')
    await redislab('kill n1')
    const {exitCode, json} = await redislab('load reads --for 1s --json')
    expect(json().error).toMatchObject({
      code: 'TARGET_NOT_FOUND',
      message: 'No instance of mymaster is master now.',
    })
    expect(exitCode).toBe(4)
  })
})
