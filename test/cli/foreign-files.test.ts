// What is held here (docs/security.md): where a file of redislab's, or one that a person names, is a link, a pipe, a folder or
// a bomb, it is neither followed nor waited for, and a sentence says so.
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
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {describe, expect, test} from '../support/test.ts'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

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
    // Through a shell: the outputs that tests have are sockets, which nobody can open again.
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

  test('a template that is a FIFO', async ({redislab, home}) => {
    const folder = path.join(home, '.templates')
    mkdirSync(folder)
    execFileSync('mkfifo', [path.join(folder, 'redis.conf')])
    const {exitCode, stderr} = await redislab(`up 1m --templates ${folder}`)
    expect(stderr).toContain(`${folder}/redis.conf cannot be read: it is not a regular file.`)
    expect(exitCode).toBe(2)
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
      expect(stderr).toMatch(/repeats itself too often by aliases|Alias resolution is disabled/)
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
