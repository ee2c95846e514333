import {spawn} from 'node:child_process'
import {chmod, mkdir, mkdtemp, readFile, rm, utimes, writeFile} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {engineOf} from '../../src/api/deployment/library-deployment.ts'
import {leftovers} from '../../src/doctor/checks/leftovers.ts'
import {logWarnings} from '../../src/doctor/checks/log-warnings.ts'
import {otherUsers} from '../../src/doctor/checks/other-users.ts'
import {ports} from '../../src/doctor/checks/ports.ts'
import {Machine} from '../../src/doctor/machine.ts'
import {startDeployment} from '../../src/index.ts'

// Hypotheses: a running deployment is no leftover, and its ports are no problem; one whose processes died is; what the
// servers warned about at their start is found in their logs and traced to the check that explains it.

let home: string

beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'redislab-doctor-'))
  await chmod(home, 0o700)
})
afterAll(() => rm(home, {recursive: true, force: true}))

describe('a deployment', () => {
  it('that runs is no leftover; its ports are its own; its warnings are explained', async () => {
    await using deployment = await startDeployment('1m1r', {
      home,
      name: 'default',
      set: ['tcp-backlog=100000'],
    })
    const machine = new Machine({home})
    expect(await leftovers.run(machine)).toMatchObject({status: 'ok', found: 'none; running: default'})
    const {found} = await ports.run(machine)
    expect(found).not.toContain(`pid ${engineOf(deployment).record.processes['n1']?.process?.pid}`)

    const warnings = await logWarnings.run(machine)
    expect(warnings).toMatchObject({status: 'info', fix: {now: ['redislab restart all --name default']}})
    expect(warnings.found).toMatch(/The TCP backlog setting of 100000 cannot be enforced.*See TCP backlog\./)
    if (process.platform === 'linux') {
      const setting = await readFile('/proc/sys/vm/overcommit_memory', 'utf8')
      expect(/See Memory overcommit\./.test(warnings.found)).toBe(setting.trim() !== '1')
    }
  })

  it('without a password is open to other users, and before Redis 7.0 so are files', async () => {
    await using deployment = await startDeployment('1m', {home, name: 'open'})
    await using _closed = await startDeployment('1m', {home, name: 'closed', password: 'auto'})
    const {server} = engineOf(deployment).record
    expect(await otherUsers.run(new Machine({home}))).toMatchObject({
      status: 'info',
      found: `without a password: open (${server.flavour} ${server.version})`,
    })
    const file = path.join(engineOf(deployment).directory, 'deployment.json')
    const old = {flavour: 'redis', version: '6.2.16', path: server.path}
    await writeFile(file, JSON.stringify({...JSON.parse(await readFile(file, 'utf8')), server: old}))
    expect(await otherUsers.run(new Machine({home}))).toMatchObject({
      status: 'warn',
      found: expect.stringMatching(/can write files as \w+, through open \(redis 6\.2\.16\)$/),
      fix: {automatic: false},
    })
  })

  it('whose processes have died is a leftover', async () => {
    await using gone = await startDeployment('1m', {home, name: 'gone'})
    await gone.kill('n1')
    expect(await leftovers.run(new Machine({home}))).toMatchObject({
      status: 'info',
      found: 'nothing of "gone" runs any more',
      fix: {now: ['redislab down --name gone'], automatic: false},
    })
    expect(await logWarnings.run(new Machine({home}))).toMatchObject({status: 'skip'})
  })

  it('whose record is damaged is a leftover, once it is not being made any more', async () => {
    const directory = path.join(home, 'broken')
    await mkdir(directory)
    await writeFile(path.join(directory, 'deployment.json'), '{')
    expect(await leftovers.run(new Machine({home}))).toMatchObject({status: 'ok'})
    const aMinuteAgo = new Date(Date.now() - 60_000)
    await utimes(directory, aMinuteAgo, aMinuteAgo)
    expect(await leftovers.run(new Machine({home}))).toMatchObject({
      status: 'warn',
      found: expect.stringMatching(/^"broken": .*not JSON$/),
      fix: {now: ['redislab clean']},
    })
  })

  it.runIf(process.platform === 'linux')('that no record names any more has strays', async () => {
    const [server] = await new Machine({home}).servers()
    const directory = path.join(home, 'stray', 'n1')
    await mkdir(directory, {recursive: true})
    const stray = spawn(server?.path ?? '', ['--port', '0', '--unixsocket', 'socket', '--save', ''], {
      cwd: directory,
    })
    try {
      for await (const text of stray.stdout) if (/accept connections/.test(String(text))) break
      const aMinuteAgo = new Date(Date.now() - 60_000)
      await utimes(path.dirname(directory), aMinuteAgo, aMinuteAgo)
      const {status, found, fix} = await leftovers.run(new Machine({home}))
      expect({status, found}).toEqual({
        status: 'warn',
        found: expect.stringContaining(`(pid ${stray.pid}) belongs to no deployment`),
      })
      expect(fix?.now).toContain(`kill ${stray.pid}`)
    } finally {
      stray.kill('SIGKILL')
    }
  })
})

describe('the clock source', () => {
  it('is measured by a server that can', async () => {
    const answer = await new Machine({home}).systemCheck()
    expect([...(answer?.keys() ?? [])]).toContain('slow-clocksource')
  })
})
