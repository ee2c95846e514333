// What is held here (docs/decisions/0013-other-users.md): what others who use the machine, or share a state folder with it,
// can do and cannot do, with a password and without one.
import {spawnSync} from 'node:child_process'
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {createServer} from 'node:net'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {Connection} from '../../src/engine/redis/connection.ts'
import {install, says} from '../support/fake-servers.ts'
import {processesIn} from '../support/processes.ts'
import {makeTemporaryFolder} from '../support/temporary-folder.ts'
import {describe, expect, expectNothingLeft, test} from '../support/test.ts'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')
const isRoot = process.geteuid?.() === 0
const canUnshare = spawnSync('unshare', ['-fpm', '--mount-proc', 'true']).status === 0

/** Runs the CLI in namespaces of its own, as a container does. */
function runApart(unshared: readonly string[], words: string, home: string) {
  const {status, stdout, stderr} = spawnSync(
    'unshare',
    [...unshared, process.execPath, program, ...words.split(' ')],
    {encoding: 'utf8', env: {...process.env, REDISLAB_HOME: home, NO_COLOR: '1', NODE_ENV: undefined}},
  )
  return {exitCode: status, stdout, stderr}
}

const container = ['-fpm', '--mount-proc']

describe.skipIf(!canUnshare)('a state folder that is shared with a container', () => {
  test('what runs on the host is left alone there, and told of as unknown', async ({redislab, home}) => {
    await redislab('up 1m1r')
    const before = processesIn(home).map(({pid}) => pid)
    const listed = JSON.parse(runApart(container, 'ls --json', home).stdout).deployments
    expect(listed).toMatchObject([{name: 'default', state: 'unknown', running: null}])
    expect(runApart(container, 'clean', home).stdout).toBe(
      'Nothing to remove: no deployment here is dead or damaged.\n',
    )
    for (const words of [
      'down',
      'down --all',
      'down --keep',
      'up 1m --replace',
      'kill n1',
      'start all',
      'status',
    ]) {
      const {exitCode, stderr} = runApart(container, words, home)
      expect(stderr, words).toContain('✖ "default" was started in another container, or on another machine')
      expect(exitCode, words).toBe(3)
    }
    expect(processesIn(home).map(({pid}) => pid)).toEqual(before)
    expect((await redislab('status --json')).json().ready).toBe(true)
  })

  test('what was stopped and kept is started there', async ({redislab, home}) => {
    await redislab('up 1m --persist aof')
    await redislab('down --keep')
    // All of a pid namespace ends with its first process: one shell for both.
    const shell = `"$0" "$1" start all && "$0" "$1" down`
    const {status, stderr} = spawnSync(
      'unshare',
      [...container, 'sh', '-c', shell, process.execPath, program],
      {encoding: 'utf8', env: {...process.env, REDISLAB_HOME: home}},
    )
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expectNothingLeft(home)
  })

  test.for([
    ['of another pid namespace', ['-fp'], '/proc tells of the processes of another pid namespace'],
    ['that is not there', ['-fm'], 'there is no /proc'],
  ] as const)(
    'a /proc %s: nothing is started, listed, ended or removed',
    async ([, unshared, problem], {redislab, home}) => {
      await redislab('up 1m --name old')
      const before = processesIn(home).map(({pid}) => pid)
      const how =
        unshared[0] === '-fm' ? [...unshared, 'sh', '-c', 'umount -l /proc && exec "$@"', 'sh'] : unshared
      for (const words of [
        'up 1m --name new',
        'ls',
        'clean',
        'down --name old',
        'down --all',
        'kill n1 --name old',
      ]) {
        const {exitCode, stderr} = runApart(how, words, home)
        expect(stderr, words).toContain(problem)
        expect(exitCode, words).toBe(3)
      }
      const doctor = runApart(how, 'doctor --json', home)
      const checks = JSON.parse(doctor.stdout).checks
      expect(checks).toContainEqual(expect.objectContaining({id: 'process-table', status: 'fail'}))
      expect(doctor.exitCode).toBe(3)
      expect(processesIn(home).map(({pid}) => pid)).toEqual(before)
      expect(readdirSync(home).filter((name) => !name.startsWith('.'))).toEqual(['old'])
    },
  )
})

describe('without a password', () => {
  test('a server of today writes no files for others, and loads no modules', async ({redislab, port}) => {
    await redislab('up 1m')
    using stranger = await Connection.open({host: '127.0.0.1', port})
    for (const words of [
      ['CONFIG', 'SET', 'dir', '/tmp'],
      ['CONFIG', 'SET', 'dbfilename', 'x'],
      ['MODULE', 'LOAD', '/tmp/x.so'],
    ] as const) {
      const [command, ...args] = words
      await expect(stranger.call(command, ...args), words.join(' ')).rejects.toThrow(
        /protected config|MODULE command not allowed/,
      )
    }
    // As docs/security.md says, that is all: the rest is theirs.
    expect(await stranger.call('FLUSHALL')).toBe('OK')
    expect(await stranger.call('CONFIG', 'SET', 'maxmemory', '1mb')).toBe('OK')
  })

  test.for([
    ['up 1m', {}, 2],
    ['exec --up 1m -- true', {}, 2],
    ['lab run failover', {}, 2],
  ] as const)('a server before 7.0 is not started: %s', async ([words, env, expected], {redislab, home}) => {
    await using folder = await makeTemporaryFolder()
    const server = await install(folder, 'redis-server', says('Redis', '6.2.16'))
    const {exitCode, stderr} = await redislab(words, {env: {...env, REDISLAB_SERVER: server}})
    expect(stderr).toContain(
      '✖ Without a password every user of this machine could have redis 6.2.16 write files as you',
    )
    expect(exitCode).toBe(expected)
    expectNothingLeft(home)
    // It is the one thing in the way: what comes next is that this is no server.
    const insecure = await redislab(words, {env: {...env, REDISLAB_SERVER: server, REDISLAB_INSECURE: '1'}})
    expect(insecure.stderr).toContain('ended while it was starting')
  })
})

describe.skipIf(!isRoot)('root, and the folder of another user', () => {
  test('what another user has is unknown, and not damaged', async ({redislab, home}) => {
    await redislab('up 1m')
    await redislab('down --keep')
    chownSync(path.join(home, 'default'), 65_534, 65_534)
    try {
      expect((await redislab('ls --json')).json().deployments).toMatchObject([
        {name: 'default', state: 'unknown', problem: expect.stringContaining('it belongs to another user')},
      ])
      expect((await redislab('ls')).stdout).not.toContain('redislab clean')
      expect((await redislab('clean')).stdout).toBe(
        'Nothing to remove: no deployment here is dead or damaged.\n',
      )
    } finally {
      chownSync(path.join(home, 'default'), 0, 0)
    }
  })

  test('with HOME of another user, nothing is made in it', async ({redislab}) => {
    const theirs = mkdtempSync(path.join(os.tmpdir(), 'redislab-theirs-'))
    try {
      chownSync(theirs, 65_534, 65_534)
      mkdirSync(path.join(theirs, 'xdg'))
      chownSync(path.join(theirs, 'xdg'), 65_534, 65_534)
      for (const XDG_STATE_HOME of [undefined, path.join(theirs, 'xdg')]) {
        const env = {HOME: theirs, XDG_STATE_HOME, REDISLAB_HOME: undefined}
        const {stderr, stdout} = await redislab('up 1m --dry-run', {env})
        expect(stderr).toBe('')
        expect(stdout).toContain('n1')
        const doctor = (await redislab('doctor --json', {env})).json()
        const folder = doctor.checks.find(({id}: {id: string}) => id === 'state-folder')
        expect(folder.found).toContain(path.join(os.userInfo().homedir, '.local/state/redislab'))
      }
      expect(readdirSync(theirs, {recursive: true})).toEqual(['xdg'])
    } finally {
      rmSync(theirs, {recursive: true})
    }
  })
})

test.for(['/dev/null', '/proc/1/root/nowhere', '/nowhere'])(
  'HOME=%s is nothing to warn of',
  async (HOME, {redislab}) => {
    for (const words of ['ls', 'ls --json', '--version', 'completion bash']) {
      const {stderr, exitCode} = await redislab(words, {env: {HOME, XDG_DATA_HOME: undefined}})
      expect(stderr, words).toBe('')
      expect(exitCode, words).toBe(0)
    }
  },
)

test('DEBUG=* prints no password', async ({redislab}) => {
  const secret = 'tr0ub4dor-and-3'
  const env = {DEBUG: '*', REDISLAB_PASSWORD: undefined}
  const said = [
    await redislab('', {args: ['up', '1m1s', '--password', secret], env}),
    await redislab('status', {env}),
    await redislab('cli n1 -- PING', {env}),
    await redislab('load acked-writes --for 200ms', {env}),
  ]
  for (const {stdout, stderr, exitCode} of said) {
    expect(stdout + stderr).not.toContain(secret)
    expect(exitCode).toBe(0)
  }
})

test('what servers write and write again is their owner’s alone, whatever the umask', async ({
  redislab,
  home,
  clusterPort,
}) => {
  const before = process.umask(0)
  try {
    await redislab('up 1m1r1s --persist aof --password secret')
    expect((await redislab(`up 3m --cluster --name c --port ${clusterPort}`)).exitCode).toBe(0)
    await redislab('failover')
    expect((await redislab('status --wait 30s')).exitCode).toBe(0)
    await redislab('restart s1')
    for (const name of ['n1', 'n2']) {
      expect((await redislab(`cli ${name} --json -- CONFIG REWRITE`)).json().stdout).toBe('OK')
      expect((await redislab(`cli ${name} --json -- SAVE`)).json().stdout).toBe('OK')
    }
  } finally {
    process.umask(before)
  }
  const files = readdirSync(home, {recursive: true, encoding: 'utf8'})
  expect(files).toEqual(
    expect.arrayContaining([
      'default/s1/sentinel.conf',
      'default/n1/dump.rdb',
      'default/n1/redis.log',
      'c/n1/nodes.conf',
    ]),
  )
  const open = files.filter((file) => (statSync(path.join(home, file)).mode & 0o077) !== 0)
  expect(open).toEqual([])
})

describe('a port that somebody took from a dead instance', () => {
  test('of another program: it is named, and what can be done', async ({redislab, port}) => {
    expect((await redislab('up 1m1r --json')).json().ready).toBe(true)
    await redislab('kill n1')
    const server = createServer().listen(port, '127.0.0.1')
    try {
      const {stderr, exitCode} = await redislab('start all')
      expect(stderr).toContain(`✖ Port ${port}, wanted for n1, is in use by pid ${process.pid}`)
      expect(stderr).toContain(
        '→ The others know n1 by its port, so it keeps it. End that process and try again: redislab start n1',
      )
      expect(stderr).not.toContain('--port')
      expect(exitCode).toBe(3)
    } finally {
      server.close()
    }
  })

  test('of its own server, started and not written down: it is ended, and started again', async ({
    redislab,
    home,
  }) => {
    expect((await redislab('up 1m1r --json')).json().ready).toBe(true)
    const file = path.join(home, 'default/deployment.json')
    const record = JSON.parse(readFileSync(file, 'utf8'))
    const {pid} = record.processes.n1.process
    record.processes.n1.process = null
    writeFileSync(file, JSON.stringify(record))
    const {stderr, exitCode} = await redislab('start n1')
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
    expect(processesIn(home).map((one) => one.pid)).not.toContain(pid)
    expect((await redislab('status --wait 20s')).exitCode).toBe(0)
  })
})
