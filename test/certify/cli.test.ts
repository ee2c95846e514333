// What is held here: certify as a command. A program that knows nothing of redislab is certified, and what is said of it is
// what it saw itself; files, exit codes and comparisons.
import {execFileSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {describe, expect, expectNothingLeft, test} from '../support/test.ts'

const support = path.join(import.meta.dirname, '../support/faulty-clients')
const good = path.join(support, 'main.js')

/** Scripts that know nothing of redislab, and the command that says whether this machine can run them. */
const scripts = [
  {program: 'python3', file: 'plain-loop.py', needs: ['--version']},
  {program: 'php', file: 'plain-loop.php', needs: ['-r', "exit(extension_loaded('redis') ? 0 : 1);"]},
] as const

const canRun = ({program, needs}: (typeof scripts)[number]) => {
  try {
    execFileSync(program, needs, {stdio: 'ignore'})
    return true
  } catch {
    return false
  }
}

describe.for(scripts)('a script with a loop, $file', (script) => {
  test.skipIf(!canRun(script))(
    'is certified, and the report says what the script saw',
    {timeout: 120_000},
    async ({redislab, home}) => {
      const log = path.join(home, '.script.log')
      const options = ['--scenario', 'master-killed', '--wait', '15s', '--json']
      const client = [script.program, path.join(support, script.file), log]
      const run = await redislab('', {args: ['certify', ...options, '--', ...client]})
      const [result] = run.json().scenarios
      const lines = readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(' '))
      const acknowledged = lines.filter(([, word]) => word === 'ok')
      expect(result).toMatchObject({id: 'master-killed', verdict: 'follows', reported: null})
      const times = acknowledged.map(([at]) => Number(at))
      // It is ended in the middle of what it does, some moments after certify has made up its mind.
      const inTheEnd = times.filter((at) => at > (times.at(-1) ?? 0) - 1000).length
      expect(result.acknowledged).toBeLessThanOrEqual(acknowledged.length + 3)
      expect(result.acknowledged).toBeGreaterThanOrEqual(acknowledged.length - inTheEnd)
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at))
      expect(Math.abs(result.outageMs - Math.max(...gaps))).toBeLessThan(400)
      expectNothingLeft(home)
    },
  )
})

test('a client that cannot do what a scenario asks for says so with exit code 77, and is skipped', async ({
  redislab,
  home,
}) => {
  const program = ['sh', '-c', 'echo "there is no SSUBSCRIBE" >&2; exit 77']
  const run = await redislab('', {args: ['certify', '--scenario', 'subscribe', '--json', '--', ...program]})
  expect(run.exitCode).toBe(0)
  expect(run.json().scenarios).toMatchObject([
    {outcome: 'skipped', verdict: null, skipped: 'the client cannot do this: there is no SSUBSCRIBE'},
  ])
  expectNothingLeft(home)
})

test('a scenario that fails is exit code 1, unless it is known; it is told in every form', {
  timeout: 120_000,
}, async ({redislab, home}) => {
  const file = (name: string) => path.join(home, `.${name}`)
  writeFileSync(file('known'), 'no-sentinel-at-start # an old acquaintance\n')
  const client = ['--', process.execPath, good, 'no-sentinel-at-start']
  const common = ['certify', '--scenario', 'no-sentinel-at-start', '--wait', '5s']
  const files = ['--junit', file('junit.xml'), '--html', file('page.html'), '--badge', file('badge.svg')]
  const failed = await redislab('', {args: [...common, ...files, ...client]})
  expect(failed.exitCode).toBe(1)
  expect(failed.stdout).toMatch(/✖ no-sentinel-at-start +crashes/)
  expect(failed.stdout).toContain('Say clearly that no sentinel answers')
  expect(failed.stdout.split('\n').every((line) => line.length <= 80)).toBe(true)
  expect(readFileSync(file('junit.xml'), 'utf8')).toContain('<failure message="crashes">')
  expect(readFileSync(file('badge.svg'), 'utf8')).toContain('0 of 1')
  expect(readFileSync(file('page.html'), 'utf8')).toContain('href=".page-no-sentinel-at-start.html"')
  expect(readFileSync(file('page-no-sentinel-at-start.html'), 'utf8')).toContain('<!doctype html>')
  const known = await redislab('', {args: [...common, '--known', file('known'), '--json', ...client]})
  expect(known.exitCode).toBe(0)
  expect(known.json()).toMatchObject({passed: true, scenarios: [{passed: false, known: true}]})
  expectNothingLeft(home)
})

describe('without a deployment', () => {
  const scenario = (verdict: string, passed: boolean) => ({
    client: 'node app.js',
    scenarios: [{id: 'planned-failover', passed, verdict, outageMs: 100, silentMs: 0, lost: 0}],
  })

  test('two results are compared', async ({redislab, home}) => {
    const [before, after] = ['before', 'after'].map((name) => path.join(home, `.${name}.json`)) as [
      string,
      string,
    ]
    writeFileSync(before, JSON.stringify(scenario('never back', false)))
    writeFileSync(after, JSON.stringify(scenario('follows', true)))
    const {stdout, exitCode} = await redislab(`certify --compare ${before} ${after}`)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/planned-failover +never back 100 ms +follows 100 ms +▲ better/)
    const json = (await redislab(`certify --compare ${before} ${after} --json`)).json()
    expect(json.scenarios).toMatchObject([{id: 'planned-failover', change: 'better'}])
  })

  test.for([
    ['certify', 'The client to certify is missing'],
    ['certify what -- true', 'takes no argument before --'],
    ['certify --scenario master-kiled -- true', 'Did you mean master-killed?'],
    ['certify --compare one.json', '--compare takes two files'],
    ['certify --compare package.json package.json', 'is not a result of certify'],
  ] as const)('%s', async ([line, message], {redislab}) => {
    const {stderr, exitCode} = await redislab(line)
    expect(stderr.replace(/\s+/g, ' ')).toContain(message)
    expect([2, 4]).toContain(exitCode)
  })

  test('a program that is not there ends it at once, and leaves nothing', async ({redislab}) => {
    const {stderr, exitCode} = await redislab('certify --scenario master-killed -- /no/such/program')
    expect({stderr, exitCode}).toEqual({
      stderr: expect.stringContaining('There is no command'),
      exitCode: 127,
    })
    expect((await redislab('ls --json')).json().deployments).toEqual([])
  })
})
