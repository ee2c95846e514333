// What is held here (docs/security.md): modes whatever the umask, no secret where others can look, what is open to the
// network, links and other things in place of files.
import {execFileSync} from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {allProcesses, processesIn} from '../support/processes.ts'
import {describe, expect, test} from '../support/test.ts'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

describe('rights', () => {
  test.for(['000', '022', '077'])(
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

describe('a link', () => {
  test('in place of the folder of a deployment is not followed', async ({redislab, home}) => {
    await redislab('up 1m')
    const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'redislab-elsewhere-'))
    const real = path.join(elsewhere, 'default')
    const link = path.join(home, 'default')
    renameSync(link, real)
    symlinkSync(real, link)
    const before = readdirSync(real)
    try {
      for (const command of [
        'down',
        'status',
        'kill n1',
        'logs',
        'up 1m',
        'up 1m --replace',
        'down --keep',
      ]) {
        const {stderr, exitCode} = await redislab(command)
        expect(stderr, command).toContain('symbolic link')
        expect(exitCode, command).toBe(3)
      }
      expect((await redislab('clean')).exitCode).toBe(0)
      expect((await redislab('down --all')).exitCode).toBe(0)
      expect(readdirSync(real)).toEqual(before)
    } finally {
      rmSync(link)
      renameSync(real, link)
      rmSync(elsewhere, {recursive: true})
    }
  })

  test('in place of the record or the journal is not followed', async ({redislab, home}) => {
    await redislab('up 1m')
    for (const name of ['deployment.json', 'journal.jsonl']) {
      const file = path.join(home, 'default', name)
      const moved = path.join(home, `.${name}`)
      renameSync(file, moved)
      symlinkSync(moved, file)
      const before = readFileSync(moved, 'utf8')
      const {stderr, exitCode} = await redislab('pause n1')
      expect(stderr).toContain('symbolic link')
      expect(exitCode).toBe(3)
      expect(readFileSync(moved, 'utf8')).toBe(before)
      renameSync(moved, file)
    }
  })

  test('inside of a deployment is removed with it, and what it leads to stays', async ({redislab, home}) => {
    await redislab('up 1m')
    const precious = path.join(home, '.precious')
    mkdirSync(precious)
    writeFileSync(path.join(precious, 'file'), 'x')
    symlinkSync(precious, path.join(home, 'default/n1/link'))
    await redislab('down')
    expect(existsSync(path.join(home, 'default'))).toBe(false)
    expect(readdirSync(precious)).toEqual(['file'])
  })

  test('in place of a file that is to be written is not followed', async ({redislab, home}) => {
    const victim = path.join(home, '.victim')
    const link = path.join(home, '.link')
    writeFileSync(victim, 'mine')
    symlinkSync(victim, link)
    const lab = path.join(home, '.lab.yaml')
    writeFileSync(lab, 'title: x\ntopology: 1m\nclients: [a]\nsteps:\n  - a: PING\n')
    for (const command of [`lab run ${lab} --junit ${link}`, `exec --lab ${lab} --report ${link} -- true`]) {
      const {stderr, exitCode} = await redislab(command)
      expect(stderr).toContain(`✖ The report cannot be written to ${link}: it is a symbolic link`)
      expect(exitCode).toBe(2)
    }
    mkdirSync(path.join(home, '.out'))
    mkdirSync(path.join(home, '.other'))
    symlinkSync(path.join(home, '.other'), path.join(home, '.out/n1'))
    const rendered = await redislab(`render 1m --out ${home}/.out`)
    expect(rendered.stderr).toContain(`${home}/.out/n1 is a symbolic link.`)
    expect(rendered.exitCode).toBe(3)
    expect(readdirSync(path.join(home, '.other'))).toEqual([])
    expect(readFileSync(victim, 'utf8')).toBe('mine')
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
  })
})

describe('what is no file', () => {
  test.for(['FIFO', 'folder', 'missing'])('a report: %s', async (what, {redislab, home}) => {
    const lab = path.join(home, '.lab.yaml')
    writeFileSync(lab, 'title: x\ntopology: 1m\nclients: [a]\nsteps:\n  - a: PING\n')
    const file = path.join(home, '.gone/report')
    if (what !== 'missing') mkdirSync(path.dirname(file))
    if (what === 'FIFO') execFileSync('mkfifo', [file])
    if (what === 'folder') mkdirSync(file)
    const {stderr, exitCode} = await redislab(`lab run ${lab} --junit ${file}`)
    const why = {
      FIFO: 'it is not a regular file',
      folder: 'it is a folder',
      missing: 'there is no such file or folder',
    }[what]
    expect(stderr).toContain(`✖ The report cannot be written to ${file}: ${why}.`)
    expect(exitCode).toBe(2)
  })

  test('a report may go to an output of the process', ({home, port}) => {
    const lab = path.join(home, '.lab.yaml')
    writeFileSync(lab, 'title: x\ntopology: 1m\nclients: [a]\nsteps:\n  - a: PING\n')
    // Through a shell: the outputs that tests have are sockets, which nobody can open anew.
    const script = '"$0" "$1" lab run "$2" --junit /dev/stdout | cat'
    const words = ['-c', script, process.execPath, program, lab]
    const env = {...process.env, REDISLAB_HOME: home, REDISLAB_PORT: String(port)}
    expect(execFileSync('sh', words, {env, encoding: 'utf8'})).toContain('<testsuites')
  })

  test('the record and the journal as pipes', async ({redislab, home}) => {
    await redislab('up 1m')
    for (const [name, command] of [
      ['deployment.json', 'status'],
      ['journal.jsonl', 'timeline'],
      ['journal.jsonl', 'explain'],
    ] as const) {
      const file = path.join(home, 'default', name)
      renameSync(file, path.join(home, '.kept'))
      execFileSync('mkfifo', [file])
      const {stderr, exitCode} = await redislab(command)
      renameSync(path.join(home, '.kept'), file)
      expect(stderr, command).toContain('not a regular file')
      expect(exitCode, command).toBe(3)
    }
  })

  test('logs that are pipes end no command but by a sentence', async ({redislab, home}) => {
    await redislab('up 1m')
    await redislab('kill n1')
    const log = path.join(home, 'default/n1/redis.log')
    rmSync(log)
    execFileSync('mkfifo', [log])
    try {
      for (const command of ['logs', 'timeline', 'explain', 'logs --follow', 'timeline --follow']) {
        const {stderr, exitCode} = await redislab(command)
        expect(stderr, command).toContain(`The log ${log} cannot be read: it is not a regular file.`)
        expect(exitCode, command).toBe(3)
      }
      expect((await redislab('doctor')).exitCode).toBeLessThan(4)
    } finally {
      rmSync(log)
    }
  })

  test('a lab, and its translation', async ({redislab, home}) => {
    const lab = path.join(home, '.labs/x.yaml')
    const chinese = path.join(home, '.labs/zh/x.yaml')
    mkdirSync(path.dirname(chinese), {recursive: true})
    execFileSync('mkfifo', [lab])
    const pipe = await redislab(`lab check ${lab}`)
    expect(pipe.stderr + pipe.stdout).toContain('it is not a regular file')
    rmSync(lab)
    writeFileSync(lab, 'title: x\ntopology: 1m\nclients: [a]\nsteps:\n  - a: PING\n')
    execFileSync('mkfifo', [chinese])
    const translated = await redislab(`lab run ${lab} --lang zh`)
    expect(translated.stderr).toContain(`x.yaml cannot be read: it is not a regular file.`)
    rmSync(chinese)
    const letters = 'abcdefgh'
    const bomb = [...letters].map((name, index) => {
      const inner = index === 0 ? 'x' : `*${letters[index - 1]}`
      return `${name}: &${name} [${Array(9).fill(inner).join(',')}]`
    })
    for (const file of [lab, chinese]) {
      const before = readFileSync(lab, 'utf8')
      writeFileSync(file, `${bomb.join('\n')}\n`)
      const {stderr, exitCode} = await redislab(`lab run ${lab} --lang zh`)
      expect(stderr).toMatch(/Excessive alias count|Alias resolution is disabled/)
      expect(exitCode).toBeLessThan(5)
      writeFileSync(lab, before)
    }
  })
})

test('templates that are too large are not read', async ({redislab, home}) => {
  const folder = path.join(home, '.templates')
  mkdirSync(folder)
  // Sparse: it takes no room on the disk.
  execFileSync('truncate', ['-s', '10G', path.join(folder, 'redis.conf')])
  const {stderr, exitCode} = await redislab(`up 1m --templates ${folder}`)
  expect(stderr).toContain(`✖ ${folder}/redis.conf cannot be read: it is too large.`)
  expect(exitCode).toBe(2)
})
