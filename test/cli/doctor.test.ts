import {execFile} from 'node:child_process'
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {z} from 'zod'

// Hypotheses: the JSON keeps its shape whatever is found; what it says of the machine is what the machine says; a
// failing check ends with 3, warnings only with --strict; --fix mends what it shows.

const status = z.enum(['ok', 'info', 'warn', 'fail', 'skip'])
const fix = z.strictObject({
  now: z.array(z.string()),
  forGood: z.array(z.string()),
  advice: z.string().nullable(),
  automatic: z.boolean(),
})
const report = z.strictObject({
  ok: z.boolean(),
  checks: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        status,
        found: z.string().min(1),
        why: z.string().min(1),
        fix: fix.nullable(),
      }),
    )
    .min(10),
  fixes: z
    .array(
      z.strictObject({
        check: z.string(),
        command: z.string(),
        outcome: z.enum(['done', 'failed', 'skipped']),
        problem: z.string().nullable(),
      }),
    )
    .optional(),
})

const bin = path.resolve(import.meta.dirname, '../../bin/run.js')
const isLinux = process.platform === 'linux'
const overcommitFile = '/proc/sys/vm/overcommit_memory'
const persisted = '/etc/sysctl.d/60-redislab-overcommit.conf'

let home: string
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'redislab-doctor-'))
})
afterAll(() => rm(home, {recursive: true, force: true}))

interface Ended {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

function doctor(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const options = {env: {...process.env, REDISLAB_HOME: home, NO_COLOR: '1', FORCE_COLOR: undefined, ...env}}
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, 'doctor', ...args], options, (error, stdout, stderr) =>
      resolve({exitCode: error === null ? 0 : Number(error.code), stdout, stderr}),
    )
  })
}

async function doctorJson(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const {exitCode, stdout, stderr} = await doctor(['--json', ...args], env)
  const {ok, checks, fixes} = report.parse(JSON.parse(stdout))
  const byId = (id: string) => checks.find((check) => check.id === id)
  return {exitCode, stderr, ok, checks, fixes, byId}
}

/** Where the state folder cannot be: a file. */
async function withUnusableHome(): Promise<Readonly<Record<string, string>>> {
  const file = path.join(home, 'file')
  await writeFile(file, '')
  return {REDISLAB_HOME: path.join(file, 'home')}
}

/** Puts a file back as it was, or away if it was not there, when disposed of. */
async function keepFile(file: string) {
  const before = await readFile(file, 'utf8').catch(() => undefined)
  return {
    canWrite: (text: string) =>
      writeFile(file, text).then(
        () => true,
        () => false,
      ),
    [Symbol.asyncDispose]: () => (before === undefined ? rm(file, {force: true}) : writeFile(file, before)),
  }
}

describe('doctor', () => {
  it.runIf(isLinux)('says of the kernel what the kernel says', async () => {
    const {byId} = await doctorJson()
    const overcommit = (await readFile(overcommitFile, 'utf8')).trim()
    expect(byId('overcommit')).toMatchObject({
      status: overcommit === '1' ? 'ok' : 'warn',
      found: expect.stringContaining(`vm.overcommit_memory = ${overcommit}`),
    })
    const pages = await readFile('/sys/kernel/mm/transparent_hugepage/enabled', 'utf8')
    const choice = /\[\w+\]/.exec(pages)?.[0] ?? ''
    expect(byId('thp')).toMatchObject({
      status: choice === '[always]' ? 'info' : 'ok',
      found: expect.stringContaining(choice),
    })
    const backlog = (await readFile('/proc/sys/net/core/somaxconn', 'utf8')).trim()
    expect(byId('backlog')?.found).toContain(`net.core.somaxconn = ${backlog}`)
  })

  it('has nothing but the report on stdout, and nothing on stderr', async () => {
    const {exitCode, stdout, stderr} = await doctor([])
    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''})
    expect(stdout).toMatch(/^✔ ok {3}Platform/)
    expect(stdout).toContain('redislab works here')
  })

  it('exits with 3 when a check fails, with the same report in both modes', async () => {
    const env = await withUnusableHome()
    const {exitCode, ok, byId} = await doctorJson([], env)
    expect({exitCode, ok}).toEqual({exitCode: 3, ok: false})
    expect(byId('state-folder')?.status).toBe('fail')
    const text = await doctor([], env)
    expect(text.exitCode).toBe(3)
    expect(text.stdout).toMatch(/✖ fail State folder/)
  })

  it('lets warnings fail with --strict, and only then', async () => {
    const {ok, exitCode, checks} = await doctorJson(['--strict'])
    const warns = checks.some((check) => check.status === 'warn')
    expect({ok, exitCode}).toEqual(warns ? {ok: false, exitCode: 3} : {ok: true, exitCode: 0})
    expect(await doctorJson()).toMatchObject({ok: true, exitCode: 0})
  })

  it('leaves nothing in the state folder', async () => {
    const before = await readdir(home)
    await doctorJson()
    expect(await readdir(home)).toEqual(before)
  })

  it('shows with --dry-run what --fix would run, and runs none of it', async () => {
    const {checks, fixes, stderr} = await doctorJson(['--fix', '--dry-run'])
    const commands = checks.flatMap(({fix: each}) => (each?.automatic ? [...each.now, ...each.forGood] : []))
    expect(fixes?.map(({command}) => command)).toEqual(commands)
    for (const command of commands) expect(stderr).toContain(`$ ${command}`)
    expect(fixes?.every(({outcome}) => outcome === 'skipped')).toBe(true)
  })

  it('refuses --dry-run without --fix', async () => {
    const {exitCode, stderr} = await doctor(['--dry-run'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('--fix')
  })
})

// --fix changes the machine itself: only where this user may, and every other thing it would mend is left as it is.
describe.runIf(isLinux)('doctor --fix', () => {
  it('as root mends overcommit, showing each command first', async ({skip}) => {
    if (process.getuid?.() !== 0) return skip('not root')
    await using setting = await keepFile(overcommitFile)
    await using _persisted = await keepFile(persisted)
    if (!(await setting.canWrite('0'))) return skip('/proc/sys cannot be written: a container')
    const others = (await doctorJson()).checks.filter(
      ({id, fix: each}) => id !== 'overcommit' && each?.automatic,
    )
    if (others.length > 0) return skip(`it would change ${others.map(({id}) => id).join(', ')} as well`)

    const {exitCode, ok, byId, fixes, stderr} = await doctorJson(['--fix'])
    expect(await readFile(overcommitFile, 'utf8')).toBe('1\n')
    expect({exitCode, ok}).toEqual({exitCode: 0, ok: true})
    expect(byId('overcommit')).toMatchObject({status: 'ok'})
    expect(fixes).toMatchObject([{check: 'overcommit', outcome: 'done'}, {outcome: 'done'}])
    expect(stderr).toMatch(/\$ .*overcommit_memory.*\n.*Checking again/s)
  })
})
