// What is held here: whatever file diagnose is given, it says one sentence about it, with the right exit code, in bounded time
// and memory; it writes nothing, follows no link, and no character that a terminal obeys gets through.
import {execFileSync} from 'node:child_process'
import {chmod, mkdir, open, readdir, readFile, symlink, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {gzipSync} from 'node:zlib'
import {zipSync} from 'fflate'
import {runShell} from '../support/shell.ts'
import {expect, type Fixtures, test} from '../support/test.ts'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')
const tellMemory = path.resolve(import.meta.dirname, '../support/tell-memory.cjs')
const log = '1:X 26 Jan 2022 12:52:35.030 # +sdown master mymaster 10.0.0.5 6379\n'
const title = '\x1b]0;gotcha\x07'
const nasty = `${title}\x1b[2J\u202eback\u2066\u200b\u009b2J\x7f`
const forbidden = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/
/** Of the whole process, with Node.js itself. */
const mostMemoryKb = 320_000

interface Unread {
  readonly path: string
  readonly why: string
}

/** Diagnoses a file with an eye on its memory. */
async function unreadOf(
  home: string,
  source: string,
): Promise<{readonly unread: readonly Unread[]; readonly kb: number}> {
  const {stdout, exitCode} = await runShell(
    `'${process.execPath}' --require '${tellMemory}' '${program}' diagnose '${source}' --json`,
    {env: {REDISLAB_HOME: home, MEMORY_FILE: path.join(home, 'memory')}},
  )
  expect(exitCode).toBe(0)
  const sources: readonly {path: string; unread: readonly {why: string}[]}[] = JSON.parse(stdout).sources
  return {
    unread: sources.flatMap(({path: file, unread}) =>
      unread.map(({why}) => ({path: path.basename(file), why})),
    ),
    kb: Number(await readFile(path.join(home, 'memory'), 'utf8')),
  }
}

async function errorOf(redislab: Fixtures['redislab'], source: string) {
  const {stderr, exitCode} = await redislab('', {args: ['diagnose', source]})
  expect(stderr.trim().split('\n')[0]).toMatch(/^✖ .*\.$/)
  return {sentence: stderr.trim().split('\n')[0], exitCode}
}

test('bombs: of .gz, of .zip, in one another', async ({home}) => {
  const many = Buffer.alloc(64 * 1024 * 1024, 'a line that says nothing\n')
  const bombs = {
    'nul.gz': gzipSync(Buffer.alloc(200_000_000)),
    'a.gz': gzipSync(many),
    'a.zip': zipSync({'x.log': many, 'y.log': gzipSync(many)}, {level: 9}),
    'deep.gz': [1, 2, 3, 4].reduce<Uint8Array>((bytes) => gzipSync(bytes), Buffer.from('x')),
  }
  const folder = path.join(home, 'bombs')
  await mkdir(folder)
  for (const [name, bytes] of Object.entries(bombs)) await writeFile(path.join(folder, name), bytes)
  const {unread, kb} = await unreadOf(home, folder)
  expect(unread).toEqual(
    expect.arrayContaining([
      {path: 'nul.gz', why: 'it is not text'},
      {path: 'deep.gz', why: 'it is packed more than three times'},
      {path: 'a.gz', why: expect.stringMatching(/^none of its first \d+ lines was understood/)},
    ]),
  )
  expect(kb).toBeLessThan(mostMemoryKb)
})

test('archives with names that lead out, and with links: nothing is written, nothing followed', async ({
  home,
}) => {
  const folder = path.join(home, 'sources')
  await mkdir(folder)
  await writeFile(path.join(home, 'secret'), log)
  await symlink(path.join(home, 'secret'), path.join(folder, 'link.log'))
  execFileSync('tar', ['-cf', 'links.tar', 'link.log'], {cwd: folder})
  await writeFile(
    path.join(folder, 'out.zip'),
    zipSync({'../../../escaped.log': Buffer.from(log), '/tmp/escaped-redislab': Buffer.from(log)}),
  )
  const before = await readdir(home, {recursive: true})
  const {unread} = await unreadOf(home, folder)
  expect(unread).toEqual([
    {path: 'links.tar!link.log', why: 'it is a link, and links in archives are not followed'},
  ])
  const after = (await readdir(home, {recursive: true})).filter((file) => file !== 'memory')
  expect(after.toSorted()).toEqual(before.toSorted())
})

test('what a terminal obeys, in lines, names of files, names in archives', async ({redislab, home}) => {
  const folder = path.join(home, 'sources')
  await mkdir(folder)
  await writeFile(path.join(folder, `${title}\u202e.log`), log.replace('mymaster', `my${nasty}master`))
  await writeFile(path.join(folder, 'n1.log'), `${nasty}\n${log}nul\0nul ${nasty}\n`)
  await writeFile(path.join(folder, 'a.zip'), zipSync({[`${title}.log`]: Buffer.from(`${nasty}\n`)}))
  const sarif = path.join(home, 'found.sarif')
  for (const flags of ['', '--json', '--unread', '--redact', `--sarif ${sarif}`]) {
    const {stdout, stderr} = await redislab(`diagnose ${folder} ${flags}`)
    expect(forbidden.exec(stdout.replace(/\n/g, ''))?.[0], flags).toBeUndefined()
    expect(forbidden.exec(stderr.replace(/\n/g, ''))?.[0], flags).toBeUndefined()
  }
})

test('a line of 300 MB, and one of NULs', async ({home}) => {
  const file = path.join(home, 'long.log')
  await using handle = await open(file, 'w')
  await handle.write(log)
  const megabytes = Buffer.alloc(10_000_000, 'x')
  for (let times = 0; times < 30; times += 1) await handle.write(megabytes)
  const {unread, kb} = await unreadOf(home, file)
  expect(unread).toEqual([{path: 'long.log', why: 'it is longer than a line of a log or a conf can be'}])
  expect(kb).toBeLessThan(mostMemoryKb)
  await handle.truncate(0)
  // A hole: it takes no space.
  await handle.truncate(1_000_000_000)
  expect((await unreadOf(home, file)).unread).toEqual([{path: 'long.log', why: 'it is not text'}])
})

test('binary files, bombs of YAML, deep JSON', async ({home}) => {
  const folder = path.join(home, 'sources')
  await mkdir(folder)
  const level = (index: number) =>
    `l${index + 1}: &l${index + 1} [${Array.from({length: 9}, () => `*l${index}`).join(', ')}]`
  const files = {
    'dump.rdb': 'REDIS0011\xfa\0\0',
    program: '\x7fELF\x02\x01\x01\0\0\0',
    'bomb.yaml': `services:\n  a: {image: redis}\nl0: &l0 [x, x]\n${Array.from({length: 9}, (_, index) => level(index)).join('\n')}\n`,
    'deep.yaml': `services:\n  a: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`,
    'deep.json': `[{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}]`,
  }
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text, 'latin1')
  const {unread, kb} = await unreadOf(home, folder)
  expect(Object.fromEntries(unread.map(({path: file, why}) => [file, why]))).toEqual({
    'dump.rdb': 'it is a data set (RDB), which says nothing of how things went',
    program: 'it is not text',
    'bomb.yaml': 'its YAML aliases stand for more than they should',
    'deep.yaml': 'it is nested too deeply',
  })
  expect(kb).toBeLessThan(mostMemoryKb)
})

test('what is no file: a FIFO, a device, a socket in a folder, links in circles', async ({
  redislab,
  home,
}) => {
  const fifo = path.join(home, 'fifo')
  execFileSync('mkfifo', [fifo])
  for (const source of [fifo, '/dev/zero']) {
    expect(await errorOf(redislab, source)).toEqual({
      sentence: `✖ ${source} is neither a file nor a folder.`,
      exitCode: 3,
    })
  }
  const folder = path.join(home, 'circle')
  await mkdir(folder)
  await symlink(folder, path.join(folder, 'again'))
  await symlink('nowhere', path.join(folder, 'dangling.log'))
  execFileSync('mkfifo', [path.join(folder, 'pipe.log')])
  await writeFile(path.join(folder, 's1.log'), log)
  const {json} = await redislab(`diagnose ${folder} --json`)
  expect(json().sources.map((it: {path: string}) => path.basename(it.path))).toEqual(['s1.log'])
})

test.skipIf(process.getuid?.() === 0)('a file that may not be read', async ({redislab, home}) => {
  const file = path.join(home, 's1.log')
  await writeFile(file, log)
  await chmod(file, 0)
  expect(await errorOf(redislab, file)).toMatchObject({
    sentence: expect.stringContaining('cannot be read'),
    exitCode: 3,
  })
})

test('includes in a circle end, and one that is missing is named', async ({home}) => {
  const folder = path.join(home, 'confs')
  await mkdir(folder)
  await writeFile(
    path.join(folder, 'redis.conf'),
    'port 6379\ninclude other.conf\ninclude /etc/redis/gone.conf\n',
  )
  await writeFile(path.join(folder, 'other.conf'), 'appendonly yes\ninclude redis.conf\n')
  const {unread} = await unreadOf(home, folder)
  expect(unread).toEqual([
    {path: 'redis.conf', why: 'it includes other.conf, which includes it again: a server ends there'},
    {path: 'redis.conf', why: '/etc/redis/gone.conf, which it includes, is not among these files'},
  ])
})
