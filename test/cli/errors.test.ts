// What is held here: whatever goes wrong, one sentence says what and where, the exit code is the contract's in text and
// in JSON, no stack is shown, and nothing is left running or on disk.
import {execFileSync} from 'node:child_process'
import {chmodSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import path from 'node:path'
import process from 'node:process'
import {type ErrorCode, errorTable} from '../../src/core/errors/errors.ts'
import type {CliOptions} from '../support/cli.ts'
import {describe, expect, expectNothingLeft, type Fixtures, test} from '../support/test.ts'

interface Expected {
  readonly code: ErrorCode
  readonly message: string | RegExp
}

/** Runs a command in text and with --json, and holds both to the same error. Returns the JSON error. */
async function expectError(
  redislab: Fixtures['redislab'],
  args: string,
  {code, message}: Expected,
  options: CliOptions = {},
) {
  const {exitCode} = errorTable[code]
  const text = await redislab(args, options)
  expect(text.stderr).toMatch(message)
  expect(text.stderr).toMatch(/^✖ /m)
  expect(text.stderr).not.toMatch(/^\s+at .+:\d+:\d+/m)
  expect(text.stdout).toBe('')
  expect(text.exitCode).toBe(exitCode)
  const [command, ...rest] = args.split(' ')
  const json = await redislab([command, '--json', ...rest].join(' '), options)
  const {error} = json.json()
  expect(error).toMatchObject({code, exitCode, suggestions: expect.any(Array)})
  expect(error.message).toMatch(message)
  expect(error.message).not.toContain('\n')
  expect(json.exitCode).toBe(exitCode)
  return error
}

// What is typed wrongly is in test/errors/table.
describe('up refuses what cannot be', () => {
  test('a directive that the server refuses, in its own words', async ({redislab, home}) => {
    const expected = {
      code: 'CONFIG_REFUSED',
      message: /n1 refuses line \d+ of its conf, "nonsense yes": Bad directive/,
    } as const
    const error = await expectError(redislab, 'up 1m1r1s --set nonsense=yes', expected)
    expect(error.details).toMatchObject({instance: 'n1', text: 'nonsense yes', line: expect.any(Number)})
    expectNothingLeft(home)
  })

  test('a directive that the sentinel refuses', async ({redislab, home}) => {
    const message = /s\d refuses line \d+ of its conf, "sentinel failover-timeout mymaster 0"/
    await expectError(redislab, 'up 1m1r3s --sentinel-set failover-timeout=0', {
      code: 'CONFIG_REFUSED',
      message,
    })
    expectNothingLeft(home)
  })

  test('a name that exists, and what runs stays', async ({redislab}) => {
    await redislab('up 1m')
    const message = 'A deployment named "default" already exists.'
    await expectError(redislab, 'up 1m2r', {code: 'DEPLOYMENT_EXISTS', message})
    expect((await redislab('status --json')).json()).toMatchObject({ready: true, topology: '1m'})
  })

  test('a port that is taken, and by whom', async ({redislab, home, port}) => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(port + 1, '127.0.0.1', resolve))
    try {
      const error = await expectError(redislab, `up 1m2r --port ${port}`, {
        code: 'PORT_TAKEN',
        message: new RegExp(`Port ${port + 1}, wanted for n2, is in use by pid ${process.pid} \\(`),
      })
      expect(error.details).toMatchObject({port: port + 1, pid: process.pid, instance: 'n2'})
    } finally {
      server.close()
    }
    expectNothingLeft(home)
  })

  test('a port that belongs to a deployment which is stopped', async ({redislab, port}) => {
    await redislab(`up 1m --name first --port ${port}`)
    await redislab('down --keep --name first')
    await expectError(redislab, `up 1m --port ${port}`, {
      code: 'PORT_TAKEN',
      message: `belongs to the deployment "first"`,
    })
  })

  test('ports that were not asked for move to a free block', async ({redislab, port}) => {
    const env = {REDISLAB_PORT: undefined, REDISLAB_SENTINEL_PORT: undefined}
    const first = (await redislab(`up 1m --name a --json`, {env})).json()
    const second = (await redislab(`up 1m --name b --json`, {env})).json()
    expect(first.instances[0].address).not.toBe(second.instances[0].address)
    expect(port).toBeGreaterThan(0)
  })

  test('a server that dies at start: its last words', async ({redislab, home}) => {
    const server = fakeServer(home, 'echo "something is wrong here" >&2; exit 7')
    const error = await expectError(redislab, `up 1m --server ${server}`, {
      code: 'SERVER_DIED',
      message: /n1 \(127\.0\.0\.1:\d+\) ended while it was starting\./,
    })
    expect(error.details.log).toEqual(['something is wrong here'])
    const text = await redislab(`up 1m --server ${server}`)
    expect(text.stderr).toContain('│ something is wrong here')
  })

  test('a server that is too old', async ({redislab, home}) => {
    const server = fakeServer(home, 'exit 1', 'Redis server v=5.0.14 sha=0:0 malloc=libc bits=64 build=0')
    await expectError(redislab, `up 1m --server ${server}`, {
      code: 'SERVER_TOO_OLD',
      message: /is redis 5\.0\.14; redislab needs Redis 6\.2 or later\./,
    })
  })

  test('a program that is no Redis', async ({redislab}) => {
    await expectError(redislab, 'up 1m --server /bin/true', {
      code: 'SERVER_NOT_FOUND',
      message: '/bin/true is not a Redis or Valkey server',
    })
  })

  test('no server on the machine', async ({home, skip}) => {
    const hide =
      'for s in redis-server valkey-server keydb-server; do for d in $(echo $PATH | tr : " "); do [ -e $d/$s ] && mount --bind /dev/null $d/$s; done; done'
    const script = `${hide}; exec "${process.execPath}" "${path.resolve('bin/run.js')}" up 1m --json`
    const unshare = (command: string) => {
      try {
        return {
          exitCode: 0,
          stdout: execFileSync('unshare', ['-rm', 'sh', '-c', command], {
            env: {...process.env, REDISLAB_HOME: home, REDISLAB_SERVERS: '', REDISLAB_SERVER: ''},
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          }),
        }
      } catch (error) {
        const {status, stdout} = error as {status: number; stdout: string}
        return {exitCode: status, stdout}
      }
    }
    if (unshare('mount --bind /dev/null /dev/null').exitCode !== 0) skip('no mount namespaces here')
    const {exitCode, stdout} = unshare(script)
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'SERVER_NOT_FOUND',
      message: 'No redis-server or valkey-server was found on this machine.',
    })
    expect(exitCode).toBe(3)
    expectNothingLeft(home)
  })

  test('a state folder that cannot be written', async ({redislab, home}) => {
    const file = path.join(home, '.a-file')
    writeFileSync(file, '')
    await expectError(
      redislab,
      'up 1m',
      {code: 'STATE_UNWRITABLE', message: /The state folder .+ cannot be written: it is not a folder\./},
      {env: {REDISLAB_HOME: path.join(file, 'below')}},
    )
  })

  test('a template with a placeholder that redislab does not know', async ({redislab, home}) => {
    const folder = path.join(home, '.templates')
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'redis.conf'), 'port {{port}}\nbind {{hots}}\n')
    const error = await expectError(redislab, `up 1m --templates ${folder}`, {
      code: 'TEMPLATE_INVALID',
      message: /redis\.conf:2: \{\{hots\}\} is not a placeholder that redislab knows\./,
    })
    expect(error.details).toMatchObject({line: 2})
    expectNothingLeft(home)
  })
})

describe('other commands', () => {
  test('a wait that is in vain', async ({redislab}) => {
    await redislab('up 1m1r')
    await redislab('kill master')
    const error = await expectError(redislab, 'status --wait 300ms', {
      code: 'TIMED_OUT',
      message: /Still not settled after 300 ms: mymaster has no master/,
    })
    expect(error.details.unsettled).toContain('mymaster has no master')
  })

  test('a record that is cut off: said, and down removes it with its processes', async ({redislab, home}) => {
    await redislab('up 1m')
    writeFileSync(path.join(home, 'default', 'deployment.json'), '{"schemaVersion": 1, "crea')
    await expectError(redislab, 'status', {code: 'STATE_UNREADABLE', message: /it is cut off or not JSON/})
    expect((await redislab('ls --json')).json().deployments[0]).toMatchObject({state: 'damaged'})
    expect((await redislab('down --json')).json().deployments).toEqual([{name: 'default', ended: 1}])
    expectNothingLeft(home)
  })

  test('what is to be typed next is for the same deployment', async ({redislab}) => {
    await redislab('up 1m1r --name blue')
    const {suggestions} = await expectError(redislab, 'failover --name blue', {
      code: 'WRONG_STATE',
      message: /sentinel/,
    })
    expect(suggestions.join('\n')).toContain('redislab cli --name blue replica -- REPLICAOF NO ONE')
    expect(suggestions.join('\n')).toContain('redislab up --name blue 1m2r3s --replace')
  })

  test('render never writes over a file', async ({redislab, home}) => {
    const out = path.join(home, '.out')
    expect((await redislab(`render 1m1s --out ${out}`)).exitCode).toBe(0)
    expect(readdirSync(out).sort()).toEqual(['n1', 's1'])
    await expectError(redislab, `render 1m1s --out ${out}`, {
      code: 'OPTION_INVALID',
      message: /exists already/,
    })
  })
})

/** A program that passes for a Redis server when asked for its version, and does something else when started. */
function fakeServer(
  home: string,
  body: string,
  version = 'Redis server v=7.0.15 sha=0:0 malloc=libc bits=64 build=0',
) {
  const file = path.join(home, '.fake-server')
  writeFileSync(file, `#!/bin/sh\nif [ "$1" = --version ]; then echo "${version}"; exit 0; fi\n${body}\n`)
  chmodSync(file, 0o755)
  return file
}
