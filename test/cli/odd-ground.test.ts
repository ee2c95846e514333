// Hypotheses: where the machine lacks something (open files, a network, a home folder, hard links, a working directory that
// may be entered), redislab works or says what is missing, soon, in a sentence, with exit code 3; and leaves nothing.
import {execFileSync, spawnSync} from 'node:child_process'
import {chmodSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {processesIn} from '../support/processes.ts'
import {runShell} from '../support/shell.ts'
import {describe, expect, expectNothingLeft, test} from '../support/test.ts'

const isRoot = process.getuid?.() === 0
const soonMs = 30_000

describe.runIf(process.platform === 'linux')('limits of the system', () => {
  test.for([26, 30, 40, 60])('%i open files: it works or says so', async (files, {home, port}) => {
    const env = {REDISLAB_HOME: home, REDISLAB_PORT: String(port), REDISLAB_SENTINEL_PORT: String(port + 10)}
    const {exitCode, stderr} = await runShell(`ulimit -n ${files}; redislab up 1m1r1s`, {env})
    if (exitCode === 0) return
    expect(stderr).not.toMatch(/EMFILE|Error:|at .*\.js/)
    expect(stderr).toMatch(/✖ .+\.\n( {2}│ .*\n)* {2}→ /)
    expect(exitCode).toBe(3)
    expectNothingLeft(home)
  })

  test('too few open files for links are said before anything starts', async ({home, port}) => {
    const env = {REDISLAB_HOME: home, REDISLAB_PORT: String(port), REDISLAB_SENTINEL_PORT: String(port + 10)}
    const {exitCode, stderr} = await runShell('ulimit -n 64; redislab up 1m2r3s --links', {env})
    expect(stderr).toContain(
      '✖ The links of 1m2r3s take 110 open files in one process, and 64 are allowed here.',
    )
    expect(stderr).toContain('→ Raise the limit: ulimit -n 4096')
    expect(exitCode).toBe(3)
    expectNothingLeft(home)
    const enough = await runShell('ulimit -n 110; redislab up 1m2r3s --links && redislab status', {env})
    expect(enough.stdout).toContain('✔ ready')
  })

  test('files that may not become large', async ({home, port}) => {
    const env = {REDISLAB_HOME: home, REDISLAB_PORT: String(port)}
    const {exitCode, stderr} = await runShell('ulimit -f 1; trap "" XFSZ; redislab up 1m2r3s', {env})
    expect(stderr).not.toContain('EFBIG')
    expect(stderr).toMatch(/✖ .+\.\n( {2}│ .*\n)* {2}→ /)
    expect(exitCode).toBe(3)
    expectNothingLeft(home)
  })
})

describe.runIf(isRoot && spawnSync('unshare', ['-n', 'true']).status === 0)('loopback that is down', () => {
  test('up says so at once, and doctor too', async ({home, port}) => {
    const env = {REDISLAB_HOME: home, REDISLAB_PORT: String(port), REDISLAB_SENTINEL_PORT: String(port + 10)}
    const from = Date.now()
    const up = await runShell('unshare -n bash -c "redislab up 1m2r3s"', {env})
    expect(up.stderr).toContain(
      'its loopback interface is down.\n  → Bring it up, as root: ip link set lo up',
    )
    expect(up.exitCode).toBe(3)
    expect(Date.now() - from).toBeLessThan(soonMs)
    expectNothingLeft(home)
    const doctor = await runShell('unshare -n bash -c "redislab doctor"', {env})
    expect(doctor.stdout).toContain('127.0.0.1 cannot be used')
    expect(doctor.exitCode).toBe(3)
  })
})

test('a wrapper that does not become the server', async ({home, redislab}) => {
  const wrapper = path.join(home, '.wrapper')
  writeFileSync(wrapper, '#!/bin/sh\nredis-server "$@"\n')
  chmodSync(wrapper, 0o755)
  const from = Date.now()
  const {exitCode, stderr} = await redislab(`up 1m1s --server ${wrapper}`)
  expect(stderr).toMatch(
    /✖ \S+ starts the server of n1 as a process of its own \(pid \d+\) and does not become it\./,
  )
  expect(stderr).toContain('→ In a script, start the server with exec: exec redis-server "$@"')
  expect(exitCode).toBe(3)
  expect(Date.now() - from).toBeLessThan(soonMs)
  expectNothingLeft(home)
})

describe('the home folder', () => {
  test.for(['', 'relative'])(
    'HOME=%s: that of the system is taken, and nothing is made here',
    async (HOME, {home}) => {
      const cwd = path.join(home, '.cwd')
      mkdirSync(cwd)
      const env = {HOME, REDISLAB_HOME: undefined, XDG_STATE_HOME: undefined}
      const result = await runShell('redislab ls; redislab status --name nobody-here; redislab servers', {
        env,
        cwd,
      })
      expect(result.stderr).toContain('There is no deployment named "nobody-here".')
      expect(readdirSync(cwd)).toEqual([])
    },
  )
})

/** Runs a script as a user who is nobody, with a state folder of its own. */
async function asNobody(script: string, {home, port, cwd}: {home: string; port: number; cwd: string}) {
  const own = path.join(home, '.nobody')
  mkdirSync(own, {recursive: true})
  chmodSync(home, 0o755)
  chmodSync(own, 0o777)
  const env = {
    HOME: own,
    REDISLAB_HOME: path.join(own, 'home'),
    REDISLAB_REGISTER: path.join(own, 'register'),
    REDISLAB_PORT: String(port),
  }
  const user = 'setpriv --reuid 65534 --regid 65534 --clear-groups'
  return runShell(`${user} bash -c '${script}'`, {env, cwd})
}

describe.runIf(isRoot && spawnSync('setpriv', ['--version']).status === 0)('a working directory', () => {
  test('that may not be entered: servers are found all the same, and programs are not blamed', async ({
    home,
    port,
  }) => {
    const cwd = path.join(home, '.locked')
    mkdirSync(cwd, {mode: 0o700})
    const where = {home, port, cwd}
    const up = await asNobody('redislab up 1m', where)
    try {
      expect(up).toMatchObject({exitCode: 0, stderr: expect.not.stringContaining('✖')})
      for (const command of ['exec -- true', 'cli n1 -- PING', 'cli --json n1 -- PING']) {
        const {exitCode, stdout, stderr} = await asNobody(`redislab ${command}`, where)
        expect(`${stdout}${stderr}`, command).toContain(
          `This user may not enter the working directory, ${cwd}.`,
        )
        expect(exitCode, command).toBe(3)
      }
    } finally {
      await asNobody('redislab down', where)
    }
    expect(processesIn(path.join(home, '.nobody'))).toEqual([])
  })
})

describe('a file system without hard links', () => {
  const hasCompiler = spawnSync('cc', ['--version']).status === 0

  test.runIf(hasCompiler)(
    'locks are made another way, and still keep commands apart',
    async ({home, port}) => {
      const source = path.join(home, '.nolink.c')
      const library = path.join(home, '.nolink.so')
      writeFileSync(
        source,
        '#include <errno.h>\nint link(const char *a, const char *b) { errno = EPERM; return -1; }\n',
      )
      execFileSync('cc', ['-shared', '-fPIC', '-o', library, source])
      const env = {
        REDISLAB_HOME: home,
        REDISLAB_PORT: String(port),
        LD_PRELOAD: library,
        LD_BIND_NOW: '1',
      }
      const {exitCode, stdout, stderr} = await runShell(
        `redislab up 1m2r || exit
       redislab pause n2 & redislab kill n1 & redislab pause n3 & wait
       redislab status --json; redislab start n1 || exit; redislab down`,
        {env},
      )
      expect(stderr).not.toMatch(/bug|EPERM/)
      expect(stdout).toMatch(/"name": "n1",[^}]*"state": "dead"/)
      expect(stdout).toMatch(/"name": "n2",[^}]*"state": "paused"/)
      expect(stdout).toMatch(/"name": "n3",[^}]*"state": "paused"/)
      expect(exitCode).toBe(0)
      expect(readdirSync(path.join(home, '.locks'))).toEqual([])
      expectNothingLeft(home)
    },
  )
})

describe('a start that was cut short', () => {
  test('before anything ran: the next one takes its place', async ({home, redislab}) => {
    mkdirSync(path.join(home, 'default'), {mode: 0o700})
    expect((await redislab('up 1m')).exitCode).toBe(0)
    await redislab('down')
    mkdirSync(path.join(home, 'default/n1'), {recursive: true, mode: 0o700})
    expect((await redislab('up 1m')).exitCode).toBe(0)
    // One that runs is in nobody's way to be taken.
    expect((await redislab('up 1m')).stderr).toContain('A deployment named "default" already exists.')
  })

  test('a folder of somebody else is left alone', async ({home, redislab}) => {
    mkdirSync(path.join(home, 'default'))
    writeFileSync(path.join(home, 'default/mine.txt'), 'mine')
    expect((await redislab('up 1m')).stderr).toContain('A deployment named "default" already exists.')
    expect(readdirSync(path.join(home, 'default'))).toEqual(['mine.txt'])
  })
})

describe('what an instance would need', () => {
  test('restart of one whose folder is gone ends nothing', async ({home, redislab}) => {
    await redislab('up 1m1r')
    execFileSync('mv', [path.join(home, 'default/n2'), path.join(home, '.n2')])
    const {exitCode, stderr} = await redislab('restart n2')
    expect(stderr).toContain(`✖ n2 cannot be started: its folder ${home}/default/n2 is gone.`)
    expect(exitCode).toBe(3)
    expect((await redislab('status --json')).json().instances).toMatchObject([
      {name: 'n1', state: 'running'},
      {name: 'n2', state: 'running'},
    ])
    execFileSync('mv', [path.join(home, '.n2'), path.join(home, 'default/n2')])
  })

  test('a healer that was killed: status says that nobody will resume', async ({home, redislab}) => {
    await redislab('up 1m1r')
    await redislab('pause n2 --for 600s')
    expect((await redislab('status')).stdout).not.toContain('will not be')
    for (const {pid, commandLine} of processesIn(home)) {
      if (commandLine.includes('healer.js')) process.kill(pid, 'SIGKILL')
    }
    const {stdout} = await redislab('status')
    expect(stdout).toContain(
      '▲ n2 will not be resumed: the process that was to do it has ended; redislab resume n2 does it',
    )
    expect((await redislab('status --json')).json().abandonedHeals).toMatchObject([
      {instances: ['n2'], by: 'resume', at: expect.any(String)},
    ])
    await redislab('resume n2')
    expect((await redislab('status')).stdout).not.toContain('will not be')
  })
})

describe('labs', () => {
  const step = 'title: Odd\ntopology: 1m\nsteps:\n  - check: '
  test.for([
    [
      'brackets',
      Buffer.from(`${step}${'('.repeat(5000)}1${')'.repeat(5000)} == 1\n`),
      'characters; an expression has at most 1000',
    ],
    [
      'a long sum',
      Buffer.from(`${step}${'1+'.repeat(50_000)}1 > 1\n`),
      'characters; an expression has at most 1000',
    ],
    ['UTF-16', Buffer.from('\ufefftitle: Odd\n', 'utf16le'), 'it is not text in UTF-8'],
    ['Latin-1', Buffer.from('title: \xc4rger\ntopology: 1m\n', 'latin1'), 'it is not text in UTF-8'],
  ] as const)('with %s', async ([, bytes, message], {home, redislab}) => {
    const file = path.join(home, '.odd.yaml')
    writeFileSync(file, bytes)
    const {exitCode, stdout, stderr} = await redislab(`lab check ${file}`)
    expect(`${stdout}${stderr}`).toContain(message)
    expect([2, 4]).toContain(exitCode)
  })
})
