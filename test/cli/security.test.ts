// What is held here (docs/security.md): modes whatever the umask, no secret where others can look, what is open to the
// network, names. Links and other things in place of files: foreign-files.test.ts.
import {execFileSync} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {allProcesses, processesIn} from '../support/processes.ts'
import {describe, expect, test} from '../support/test.ts'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

describe('rights', () => {
  test.for(['000', '022', '077', '0177'])(
    'a deployment is its owner’s alone, with umask %s',
    async (umask, {home, port}) => {
      const folder = path.join(home, 'state')
      const up = ['up', '1m1r1s', '--links', '--name', 'x', '--json']
      execFileSync('sh', ['-c', `umask ${umask} && exec "$@"`, 'sh', process.execPath, program, ...up], {
        env: {
          ...process.env,
          REDISLAB_HOME: folder,
          REDISLAB_PORT: String(port),
          REDISLAB_SENTINEL_PORT: String(port + 10),
          REDISLAB_PASSWORD: 'tr0ub4dor',
        },
      })
      const modeOf = (name: string) => (statSync(path.join(folder, name)).mode & 0o777).toString(8)
      const modes = Object.fromEntries(
        ['', 'x', 'x/n1', 'x/rendered', 'x/deployment.json', 'x/journal.jsonl', 'x/links.sock', '.locks'].map(
          (name) => [name, modeOf(name)],
        ),
      )
      try {
        expect(modes).toEqual({
          '': '700',
          x: '700',
          'x/n1': '700',
          'x/rendered': '700',
          'x/deployment.json': '600',
          'x/journal.jsonl': '600',
          'x/links.sock': '600',
          '.locks': '700',
        })
        const rendered = readdirSync(path.join(folder, 'x/rendered')).filter((name) => name.endsWith('.conf'))
        expect(rendered.map((name) => modeOf(`x/rendered/${name}`))).toEqual(['600', '600', '600'])
      } finally {
        execFileSync(process.execPath, [program, 'down', '--all'], {
          env: {...process.env, REDISLAB_HOME: folder},
        })
      }
    },
  )
})

describe('a password', () => {
  const secret = 'tr0ub4dor-and-3'

  test('is in no command line and no environment of what goes on running', async ({redislab, home}) => {
    const args = ['up', '1m1r1s', '--links', '--password', secret, '--owner', String(process.pid)]
    await redislab('', {args, env: {REDISLAB_PASSWORD: secret}})
    await redislab('pause n2 --for 60s', {env: {REDISLAB_PASSWORD: secret}})
    await redislab('delay n2 10ms --for 60s', {env: {REDISLAB_PASSWORD: secret}})
    const ours = processesIn(home)
    // Three servers, the relay, the watcher, two healers.
    expect(ours.length).toBeGreaterThanOrEqual(7)
    for (const {pid, commandLine} of ours) {
      expect(commandLine).not.toContain(secret)
      expect(readFileSync(`/proc/${pid}/environ`, 'utf8'), commandLine).not.toContain(secret)
    }
  })

  test('given as a word of the command is gone from its command line while it works', async ({
    redislab,
    home,
  }) => {
    const seen: string[] = []
    const args = ['up', '1m2r3s', '--password', secret]
    let isOver = false
    const result = redislab('', {args}).finally(() => {
      isOver = true
    })
    while (!isOver) {
      // Servers run: it waits for them.
      const waits = processesIn(home).length > 0
      if (waits) seen.push(...allProcesses().map(({commandLine}) => commandLine))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect((await result).exitCode).toBe(0)
    expect(seen.filter((line) => line.includes('redislab')).length).toBeGreaterThan(0)
    expect(seen.filter((line) => line.includes(secret))).toEqual([])
  })

  test('is in no report, no error and no timeline', async ({redislab, home}) => {
    const env = {REDISLAB_PASSWORD: secret}
    const out = mkdtempSync(path.join(os.tmpdir(), 'redislab-out-'))
    try {
      await redislab('up 1m1r', {env})
      const said = [
        await redislab(`set n2 masterauth ${secret}2 --for 200ms`),
        await redislab('status --wait 20s'),
        await redislab('timeline'),
        await redislab('timeline --jsonl'),
        await redislab('explain'),
        await redislab('doctor --json'),
        await redislab('logs --jsonl'),
        await redislab('kill n1'),
      ]
      // A conf that is refused holds the password, a line further on.
      const conf = path.join(home, 'default/n1/redis.conf')
      const text = readFileSync(conf, 'utf8')
      writeFileSync(conf, text.replace(/^requirepass .*$/m, `requirepass ${secret} ${secret}`))
      said.push(await redislab('start n1'), await redislab('start n1 --json'))
      expect(said.at(-1)?.exitCode).toBe(2)
      const lab = path.join(out, 'lab.yaml')
      writeFileSync(
        lab,
        `title: x\ntopology: 1m\noptions: {password: ${secret}}\nclients: [a]\nsteps:\n  - a: PING\n    reply: NOT-THAT\n`,
      )
      said.push(
        await redislab(`lab run ${lab} --junit ${out}/junit.xml`),
        await redislab(`lab run ${lab} --json`),
        await redislab(`exec --lab ${lab} --report ${out}/report.json -- true`),
      )
      for (const one of said) expect((one?.stdout ?? '') + (one?.stderr ?? '')).not.toContain(secret)
      expect(readFileSync(`${out}/junit.xml`, 'utf8')).toContain('NOT-THAT')
      for (const file of ['junit.xml', 'report.json'])
        expect(readFileSync(path.join(out, file), 'utf8')).not.toContain(secret)
      expect(readFileSync(path.join(home, 'default/journal.jsonl'), 'utf8')).not.toContain(secret)
    } finally {
      rmSync(out, {recursive: true})
    }
  })
})

describe('the network', () => {
  test('beyond loopback needs a password, or --insecure', async ({redislab}) => {
    const host = ownAddress()
    const refused = await redislab(`up 1m --host ${host}`)
    expect(refused.stderr).toContain(`✖ --host ${host} would be open to the network, without a password.`)
    expect(refused.exitCode).toBe(2)
    expect((await redislab(`up 1m1r1s --host ${host} --insecure --json`)).json().ready).toBe(true)
    // From another address than 127.*, Redis would turn away who has no password: protected-mode.
    expect((await redislab('cli n1 --json -- SET a b')).json().stdout).toBe('OK')
    await redislab('down')
    expect((await redislab(`up 1m --host ${host} --password auto --json`)).json().ready).toBe(true)
  })

  test('an address that nobody can call is not handed out', async ({redislab}) => {
    const {stderr, exitCode} = await redislab('up 1m1r1s --host 0.0.0.0 --password auto')
    expect(stderr).toContain('✖ --host 0.0.0.0 is no address to be reached at')
    expect(exitCode).toBe(2)
    expect((await redislab('up 1m --host 0.0.0.0 --password auto --json')).json().ready).toBe(true)
  })
})

function ownAddress(): string {
  const all = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const own = all.find(({internal, family}) => !internal && family === 'IPv4')?.address
  return own ?? expect.unreachable('this machine has no address but loopback')
}

describe('names', () => {
  test.for(['../x', '.', '..', '-x', 'a/b', '/tmp/x', '.locks', ''])(
    '--name %j',
    async (name, {redislab, home}) => {
      for (const command of ['up', 'down', 'status', 'logs', 'timeline', 'kill']) {
        const args = [command, ...(command === 'kill' ? ['n1'] : []), `--name=${name}`]
        const {stderr, exitCode} = await redislab('', {args})
        expect(stderr).toContain(`✖ "${name}" cannot be the name of a deployment.`)
        expect(exitCode).toBe(2)
      }
      expect(readdirSync(home)).toEqual([])
    },
  )
})
