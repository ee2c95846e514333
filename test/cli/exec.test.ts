// What is held here: exec runs any command as a shell would: its streams, its signals, its exit code; the variables lead to
// the deployment that is meant and to no other; what exec started is gone when the command is.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {quoteForShell} from '../../src/core/text/quote-for-shell.ts'
import {eventually} from '../support/eventually.ts'
import {processesIn} from '../support/processes.ts'
import {describe, expect, expectNothingLeft, test} from '../support/test.ts'

const printVariables = [
  process.execPath,
  '-p',
  'JSON.stringify(Object.fromEntries(Object.entries(process.env).filter(([name]) => /^REDIS(LAB)?_/.test(name))))',
]
const program = path.resolve(import.meta.dirname, '../../bin/run.js')

describe('the variables', () => {
  test('are those that env prints, and nothing of the surroundings is among them', async ({redislab}) => {
    await redislab('up 1m1r1s --password hush')
    const env = {REDIS_URL: 'redis://production:6379', REDIS_CLUSTER_NODES: 'production:7000', NAME: 'kept'}
    const all = (await redislab('', {args: ['exec', '--', ...printVariables], env})).json()
    const expected = (await redislab('env --json')).json()
    expect(expected.REDIS_PASSWORD).toBe('hush')
    expect(all).toMatchObject(expected)
    expect(all).not.toHaveProperty('REDIS_CLUSTER_NODES')
    const {stdout} = await redislab('', {args: ['exec', '--', 'sh', '-c', 'echo $NAME'], env})
    expect(stdout).toBe('kept\n')
  })

  test('lead to a deployment of its own with --up, beside the one that runs', async ({redislab, home}) => {
    const first = (await redislab('up 1m --json')).json()
    const variables = (await redislab('', {args: ['exec', '--up', '1m1r3s', '--', ...printVariables]})).json()
    expect(variables.REDIS_URL).not.toBe(`redis://${first.masters[0].address}`)
    expect(variables.REDISLAB_NAME).toMatch(/^exec-[0-9a-f]{8}$/)
    expect(variables.REDIS_SENTINELS.split(',')).toHaveLength(3)
    expect((await redislab('ls --json')).json().deployments).toMatchObject([{name: 'default'}])
    await redislab('down')
    expectNothingLeft(home)
  })

  test('of a cluster name its nodes', async ({redislab, home}) => {
    const args = ['exec', '--up', '3m', '--cluster', '--', ...printVariables]
    const {REDIS_CLUSTER_NODES} = (await redislab('', {args})).json()
    expect(REDIS_CLUSTER_NODES.split(',')).toHaveLength(3)
    expectNothingLeft(home)
  })

  test('two at the same time do not meet', async ({redislab, home}) => {
    const run = () =>
      redislab('', {args: ['exec', '--up', '1m1r', '--', 'sh', '-c', 'redis-cli -u $REDIS_URL INCR n']})
    const results = await Promise.all([run(), run()])
    expect(results.map(({stdout}) => stdout)).toEqual(['1\n', '1\n'])
    expectNothingLeft(home)
  })
})

describe('the end of the command', () => {
  test('its exit code is passed on, and nothing else is said', async ({redislab, home}) => {
    const result = await redislab('', {
      args: ['exec', '--up', '1m', '--', 'sh', '-c', 'echo out; echo err >&2; exit 7'],
    })
    expect(result).toMatchObject({exitCode: 7, stdout: 'out\n', stderr: 'err\n'})
    expectNothingLeft(home)
  })

  test('ended by a signal of its own: 128 + its number', async ({redislab, home}) => {
    const {exitCode} = await redislab('', {args: ['exec', '--up', '1m', '--', 'sh', '-c', 'kill -KILL $$']})
    expect(exitCode).toBe(137)
    expectNothingLeft(home)
  })

  test('not there: 127 with a sentence', async ({redislab, home}) => {
    const {exitCode, stderr, stdout} = await redislab('exec --up 1m -- no-such-command')
    expect({exitCode, stdout}).toEqual({exitCode: 127, stdout: ''})
    expect(stderr).toContain('There is no command "no-such-command".')
    expectNothingLeft(home)
  })

  test('not executable: 126 with a sentence', async ({redislab, home}) => {
    const folder = path.join(home, '.files')
    mkdirSync(folder)
    const file = path.join(folder, 'script')
    writeFileSync(file, 'echo hi\n', {mode: 0o644})
    const {exitCode, stderr} = await redislab('', {args: ['exec', '--up', '1m', '--', file]})
    expect(exitCode).toBe(126)
    expect(stderr).toContain('cannot be executed')
    expect((await redislab('ls --json')).json().deployments).toEqual([])
  })
})

describe('signals', () => {
  test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s to redislab reaches the command once, which decides',
    async (signal, {redislab, home}) => {
      const name = signal.slice(3)
      const args = runUntilSignal(
        `trap 'echo got ${name}; sleep 0.3; exit 9' ${name}`,
        'while :; do sleep 0.05; done',
      )
      const result = await redislab('', {args, ...signalWhenReady(home, signal)})
      expect(result).toMatchObject({exitCode: 9, stdout: `got ${name}\n`, stderr: ''})
      expectNothingLeft(home)
    },
  )

  test('a command that is ended by it: 143, and nothing is left', async ({redislab, home}) => {
    const result = await redislab('', {
      args: runUntilSignal('exec sleep 60'),
      ...signalWhenReady(home, 'SIGTERM'),
    })
    expect(result.exitCode).toBe(143)
    expectNothingLeft(home)
  })

  test('while the deployment starts: 130, the command never runs, and nothing is left', async ({
    redislab,
    home,
  }) => {
    const interrupt = async (pid: number) => {
      await eventually(() => processesIn(home).length, {
        withinMs: 20_000,
        message: 'no server starts',
        until: (count) => count > 0,
      })
      process.kill(pid, 'SIGINT')
    }
    // With natural discovery this takes seconds after the first server runs.
    const args = ['exec', '--up', '1m2r3s', '--timing', 'redis', '--', 'echo', 'it ran']
    const result = await redislab('', {args, onStart: (pid) => void interrupt(pid)})
    expect(result).toMatchObject({exitCode: 130, stdout: ''})
    expectNothingLeft(home)
  })

  test.skipIf(!existsSync('/usr/bin/script'))(
    'Ctrl-C in a terminal reaches the command once, though redislab has it, too',
    async ({home}) => {
      const script = `process.on('SIGINT', () => { console.log('got INT'); setTimeout(() => process.exit(9), 300) })
setInterval(() => {}, 1000); console.log('ready', process.stdin.isTTY, process.stdout.isTTY)`
      const words = [process.execPath, program, 'exec', '--up', '1m', '--', process.execPath, '-e', script]
      const {exitCode, output} = await inTerminal(words, home)
      expect(output).toContain('ready true true')
      expect(output.match(/got INT/g)).toHaveLength(1)
      expect(exitCode).toBe(9)
      expectNothingLeft(home)
    },
  )
})

describe('beside a lab', () => {
  test('its faults happen while the command runs, and stderr says what came of them', async ({
    redislab,
    home,
  }) => {
    const report = path.join(home, '.report.json')
    // A command that ends as soon as it is on another master than at first.
    const wait = `import {createConnection} from 'node:net'
const [host, port] = process.env.REDIS_SENTINELS.split(',')[0].split(':')
const socket = createConnection(port, host)
const ask = () => socket.write('SENTINEL GET-MASTER-ADDR-BY-NAME ' + process.env.REDIS_MASTER_NAME + '\\r\\n')
socket.on('data', (text) => {
  if (!String(text).includes('\\n' + process.env.REDIS_PORT + '\\r')) process.exit(3)
  setTimeout(ask, 50)
})
ask()`
    const args = [
      'exec',
      '--lab',
      'failover',
      '--report',
      report,
      '--',
      process.execPath,
      '--input-type=module',
      '-e',
      wait,
    ]
    const result = await redislab('', {args})
    expect(result).toMatchObject({exitCode: 3, stdout: ''})
    expect(result.stderr).toMatch(/mymaster\s+n1 → n[23]\s+n1 killed/)
    expect(result.stderr).toMatch(/command\s+✖ exit code 3/)
    expect(result.stderr).toMatch(/outage\s+\d/)
    expect(result.stderr).toMatch(/elected .* \d+ ms/)
    const {program: ran, failovers, isCut, steps} = JSON.parse(readFileSync(report, 'utf8'))
    expect(ran).toMatchObject({exitCode: 3, signal: null})
    expect(failovers).toMatchObject([{oldMaster: 'n1', outcome: 'failed-over'}])
    expect(isCut).toBe(true)
    expect(steps.map(({text}: {text: string}) => text)).toContain('kill master')
    expectNothingLeft(home)
  })

  test('a command that goes on keeps the deployment after the last step', async ({redislab, home}) => {
    const lab = path.join(home, '.short.yaml')
    writeFileSync(lab, `title: Short\ntopology: 1m\nclients: [alice]\nsteps:\n  - alice: SET done yes\n`)
    const script =
      'until [ "$(redis-cli -u $REDIS_URL GET done)" = yes ]; do :; done; redis-cli -u $REDIS_URL PING'
    const args = ['exec', '--lab', lab, '--after', '100ms', '--password', 'x', '--', 'sh', '-c', script]
    const {exitCode, stdout, stderr} = await redislab('', {args})
    expect({exitCode, stdout}).toEqual({exitCode: 0, stdout: 'PONG\n'})
    expect(stderr).toContain('all of it went as the lab says')
    expectNothingLeft(home)
  })

  test.for([
    ['exec --lab no-such-lab -- true', 4, 'There is no lab named "no-such-lab".'],
    ['exec --lab two-masters -- no-such-command', 127, 'There is no command "no-such-command".'],
  ] as const)('%s', async ([args, exitCode, message], {redislab, home}) => {
    const result = await redislab(args)
    expect(result.exitCode).toBe(exitCode)
    expect(result.stderr).toContain(message)
    expectNothingLeft(home)
  })

  test.skipIf(process.platform === 'darwin')(
    'a lab that needs what is not here is an error',
    async ({redislab, home}) => {
      const lab = path.join(home, '.future.yaml')
      writeFileSync(lab, 'title: Later\ntopology: 1m\nrequires: {platform: darwin}\nsteps:\n  - say: x\n')
      const {exitCode, stderr} = await redislab('', {args: ['exec', '--lab', lab, '--', 'true']})
      expect(exitCode).toBe(3)
      expect(stderr).toContain('cannot be run here')
    },
  )
})

/** A shell that says by a file that it is ready for its signal. */
function runUntilSignal(...lines: readonly string[]): readonly string[] {
  const [first = '', ...rest] = lines
  const isTrap = first.startsWith('trap')
  const script = [...(isTrap ? [first] : []), 'touch "$READY"', ...(isTrap ? rest : lines)].join('\n')
  return ['exec', '--up', '1m', '--', 'sh', '-c', script]
}

function signalWhenReady(home: string, signal: NodeJS.Signals) {
  const file = path.join(home, '.ready')
  const onStart = async (pid: number) => {
    await eventually(() => existsSync(file), {
      withinMs: 20_000,
      message: 'the command does not run',
      until: Boolean,
    })
    process.kill(pid, signal)
  }
  return {env: {READY: file}, onStart: (pid: number) => void onStart(pid)}
}

/** Runs words in the foreground of a terminal, and types Ctrl-C when they say that they are ready. */
async function inTerminal(
  words: readonly string[],
  home: string,
): Promise<{exitCode: number | null; output: string}> {
  const command = `exec ${words.map(quoteForShell).join(' ')}`
  const child = spawn('/usr/bin/script', ['-qec', command, '/dev/null'], {
    env: {...process.env, REDISLAB_HOME: home, NO_COLOR: '1', FORCE_COLOR: undefined},
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const isReady = 'ready true'
    if (!output.includes(isReady) && (output + text).includes(isReady)) child.stdin.write('\x03')
    output += text
  })
  const [exitCode] = await once(child, 'close')
  return {exitCode, output}
}

describe('what is asked wrongly', () => {
  test.for([
    ['exec npm test', 'The command to run is missing: it comes after --.'],
    ['exec --', 'The command to run is missing'],
    ['exec --port 7000 -- true', '--port is an option of a deployment that is started: it needs --up.'],
    ['exec --lab failover --port 7000 -- true', '--port and --lab cannot be used together'],
    ['exec --json -- true', 'exec has no --json: stdout is that of the command which it runs.'],
    ['exec --up m1 -- true', '"m1" is not a topology'],
  ] as const)('%s', async ([args, message], {redislab}) => {
    const {exitCode, stdout, stderr} = await redislab(args)
    expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''})
    expect(stderr).toContain(message)
  })

  test('no deployment: 4', async ({redislab}) => {
    expect((await redislab('exec -- true')).exitCode).toBe(4)
  })
})
