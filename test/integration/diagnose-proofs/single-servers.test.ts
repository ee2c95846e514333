// What happens to one server or sentinel, its files and its machine, and what diagnose says of what it wrote.

import {execFileSync} from 'node:child_process'
import {mkdirSync, readFileSync, rmSync} from 'node:fs'
import path from 'node:path'
import {diagnose} from '../../../src/index.ts'
import {describe, expect, test} from '../../support/diagnosis/proof-test.ts'
import {startGroup} from '../../support/diagnosis/sentinel-group.ts'
import {answers, said} from '../../support/diagnosis/servers.ts'
import {eventually} from '../../support/eventually.ts'
import {canMount, mountSmallDisk} from '../../support/small-disk.ts'

test('a script that runs on makes a master that lives count as down', async ({servers, port}) => {
  const group = await startGroup(servers, {
    port,
    conf: 'busy-reply-threshold 50\nlua-time-limit 50',
    quorum: 3,
  })
  expect(said(await servers.diagnose(), 'slow-script')).toEqual([])
  const script = group.master.cli('EVAL', 'while true do end', '0')
  await group.sentinel.says(/\+sdown master/)
  // It answers BUSY by then, which is no answer for a sentinel; it ends the script itself.
  await group.sentinel.says(/-sdown master/)
  expect(await script).toMatch(/killed/i)
  const [line] = said(await servers.diagnose(), 'slow-script')
  expect(line).toMatch(/A script kept n1 from answering for \d{2,3} ms/)
})

test('SIGTERM ends a server in order, and SIGSEGV with a report', async ({servers, port}) => {
  const n1 = await servers.start('n1', {port})
  await n1.end('SIGTERM')
  const found = await servers.diagnose()
  expect(said(found, 'ended-from-outside').join()).toContain('n1 was ended from outside, by SIGTERM')
  expect(said(found, 'crashed')).toEqual([])
  const n2 = await servers.start('n2', {port: port + 1})
  n2.process.kill('SIGSEGV')
  await n2.says(/BUG REPORT END/)
  expect(said(await servers.diagnose(), 'crashed').join()).toContain('n2 crashed')
})

test('a second server on a port that is taken ends', async ({servers, port}) => {
  const n1 = await servers.start('n1', {port})
  const n2 = await servers.start('n2', {port, isAwaited: false})
  await n2.says(/bind: Address already in use/)
  await n1.cli('SET', 'key', 'value')
  expect(await n1.cli('GET', 'key')).toBe('value\n')
  const found = said(await servers.diagnose(), 'port-in-use').join()
  expect(found).toContain(`n2 does not start: port ${port} is in use`)
})

test('a client makes a replica of a master that anybody reaches', async ({servers, port}) => {
  const n1 = await servers.start('n1', {port})
  await n1.cli('SET', 'key', 'value')
  await n1.cli('REPLICAOF', '192.0.2.1', '6379')
  await n1.says(/REPLICAOF 192\.0\.2\.1:6379 enabled/)
  expect(await n1.cli('SET', 'key', 'value')).toContain('READONLY')
  expect(said(await servers.diagnose(), 'replicaof-by-client').join()).toContain(
    'A client had n1 replicate from 192.0.2.1:6379, a public address',
  )
})

test('a server refuses a conf with a directive that it does not know', async ({servers, port, home}) => {
  const n1 = await servers.start('n1', {port, conf: 'no-such-directive yes', isAwaited: false})
  await new Promise((resolve) => n1.process.once('exit', resolve))
  const {findings} = await diagnose([path.join(home, 'n1.output.txt')])
  expect(findings).toMatchObject([
    {id: 'conf-refused', title: expect.stringContaining('no-such-directive yes')},
  ])
})

test('a backlog of connections that the system does not grant harms nothing', async ({servers, port}) => {
  const n1 = await servers.start('n1', {port, conf: 'tcp-backlog 100000'})
  await n1.says(/TCP backlog setting of 100000 cannot be enforced/)
  expect(await n1.cli('SET', 'key', 'value')).toBe('OK\n')
  expect(said(await servers.diagnose(), 'harmless-lines').join()).toContain('TCP backlog warning')
})

test('a whole RDB file is loaded; a cut one, and one of a newer version, are not', async ({
  servers,
  port,
}) => {
  const n1 = await servers.start('n1', {port})
  await n1.cli('SET', 'key', 'x'.repeat(1000))
  await n1.cli('SAVE')
  await n1.end()
  const whole = readFileSync(path.join(n1.folder, 'dump.rdb'))
  const n2 = await servers.start('n2', {port: port + 1, files: {'dump.rdb': whole}})
  expect(await n2.cli('EXISTS', 'key')).toBe('1\n')
  expect(said(await servers.diagnose(), 'rdb-unreadable', 'replica-too-old')).toEqual([])
  const broken = {
    n3: whole.subarray(0, whole.length / 2),
    n4: Buffer.concat([Buffer.from('REDIS0099'), whole.subarray(9)]),
  }
  for (const [index, [name, content]] of Object.entries(broken).entries()) {
    const options = {port: port + 2 + index, files: {'dump.rdb': content}, isAwaited: false}
    const server = await servers.start(name, options)
    await new Promise((resolve) => server.process.once('exit', resolve))
  }
  const found = await servers.diagnose()
  expect(said(found, 'rdb-unreadable').join()).toContain(
    'n3 does not start: its RDB file cannot be read to its end',
  )
  expect(said(found, 'replica-too-old').join()).toContain(
    'n4 is older than the server that wrote its RDB file',
  )
})

describe.skipIf(!canMount())('a full disk', () => {
  test('keeps a server from saving, and clients from writing', async ({servers, port}) => {
    using disk = mountSmallDisk('size=4m')
    const n1 = await servers.start('n1', {
      port,
      folder: disk.path,
      conf: 'stop-writes-on-bgsave-error yes\nsave 3600 1',
    })
    try {
      await n1.cli(
        'EVAL',
        "for i = 1, 40 do redis.call('SET', 'k' .. i, redis.sha1hex(i) .. string.rep('x', 100)) end",
        '0',
      )
      disk.fill()
      await n1.cli('BGSAVE')
      await n1.says(/Background saving error/)
      expect(await n1.cli('SET', 'key', 'value')).toContain('MISCONF')
      const found = await servers.diagnose()
      expect(said(found, 'disk-full').join()).toContain('No space left on device')
      expect(said(found, 'save-failed')).toHaveLength(1)
    } finally {
      await n1.end()
    }
  })
})

describe('TLS', () => {
  const hasOpenssl = (() => {
    try {
      execFileSync('openssl', ['version'], {stdio: 'ignore'})
      return true
    } catch {
      return false
    }
  })()

  test.skipIf(!hasOpenssl)(
    'a replica and sentinels without it do not reach a server that has nothing else',
    async ({servers, port, home}) => {
      const [key, cert] = [path.join(home, 'server.key'), path.join(home, 'server.crt')]
      const request = [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '1',
        '-subj',
        '/CN=lab',
        '-keyout',
        key,
        '-out',
        cert,
      ]
      execFileSync('openssl', request, {stdio: 'ignore'})
      const tls = `port 0\ntls-port ${port}\ntls-cert-file ${cert}\ntls-key-file ${key}\ntls-ca-cert-file ${cert}`
      const cliOptions = ['--tls', '--cacert', cert, '--cert', cert, '--key', key]
      const n1 = await servers.start('n1', {port, conf: tls, cliOptions})
      const n2 = await servers.start('n2', {port: port + 1, conf: `replicaof 127.0.0.1 ${port}`})
      const conf = `sentinel monitor mymaster 127.0.0.1 ${port} 1\nsentinel down-after-milliseconds mymaster 300`
      const s1 = await servers.start('s1', {port: port + 10, isSentinel: true, conf})
      await s1.says(/\+sdown master/)
      await n1.says(/Error accepting a client connection/)
      expect(await n1.cli('PING')).toContain('PONG')
      expect(await n2.cli('INFO', 'replication')).toContain('master_link_status:down')
      const found = await servers.diagnose()
      expect(said(found, 'tls-mismatch').join()).toContain(
        'n1 fails to speak TLS: the other side speaks without it',
      )
      expect(said(found, 'tls-port-only').join()).toContain('s1 speaks without TLS')
      const right = `tls-replication yes\ntls-cert-file ${cert}\ntls-key-file ${key}\ntls-ca-cert-file ${cert}\nreplicaof 127.0.0.1 ${port}`
      const n3 = await servers.start('n3', {port: port + 2, conf: right})
      await answers(n3, ['INFO', 'replication'], /master_link_status:up/)
    },
  )
})

describe.skipIf(!canMount())('a sentinel that cannot write its conf', () => {
  test('does not start; where that comes later, it forgets with a restart', async ({servers, port, home}) => {
    await servers.start('n1', {port})
    using disk = mountSmallDisk('size=256k')
    const log = path.join(home, 's1.log')
    const conf = `logfile ${log}\nsentinel monitor mymaster 127.0.0.1 ${port} 1`
    const options = {port: port + 10, isSentinel: true, folder: disk.path, conf}
    const s1 = await servers.start('s1', options)
    expect(said(await diagnose([log]), 'sentinel-conf-not-saved')).toEqual([])
    disk.fill()
    await s1.cli('SENTINEL', 'SET', 'mymaster', 'quorum', '2')
    expect(await s1.cli('SENTINEL', 'MASTER', 'mymaster')).toMatch(/quorum\s+2\s/)
    expect(said(await diagnose([log]), 'sentinel-conf-not-saved').join()).toContain('the disk is full')
    await s1.end()
    expect(s1.conf).toContain(`sentinel monitor mymaster 127.0.0.1 ${port} 1`)
    execFileSync('mount', ['-o', 'remount,ro', disk.path])
    const again = await servers.start('s1', {...options, isAwaited: false})
    await new Promise((resolve) => again.process.once('exit', resolve))
    expect(said(await diagnose([log]), 'sentinel-conf-not-writable').join()).toContain(
      'Read-only file system',
    )
  })
})

test('a server that is told to save elsewhere, or whose folder is removed, saves nothing', async ({
  servers,
  port,
  home,
}) => {
  const data = path.join(home, 'data')
  // A folder in place of the file: the save fails there, also for root.
  mkdirSync(path.join(home, 'cron.d', 'root'), {recursive: true})
  mkdirSync(data)
  const n1 = await servers.start('n1', {
    port,
    conf: `dir ${data}\nsave 3600 1000\nenable-protected-configs local`,
  })
  expect(await n1.cli('SAVE')).toBe('OK\n')
  expect(said(await servers.diagnose(), 'rdb-path-foreign', 'folder-gone')).toEqual([])
  await n1.cli('CONFIG', 'SET', 'dir', path.join(home, 'cron.d'))
  await n1.cli('CONFIG', 'SET', 'dbfilename', 'root')
  await n1.cli('BGSAVE')
  await n1.says(/Background saving error/)
  expect(await n1.cli('SET', 'key', 'value')).toContain('MISCONF')
  const foreign = await servers.diagnose()
  expect(said(foreign, 'rdb-path-foreign').join()).toContain(`n1 was told to save as root in ${home}/cron.d`)
  expect(said(foreign, 'disk-full', 'save-failed', 'folder-gone')).toEqual([])
  await n1.cli('CONFIG', 'SET', 'dir', data)
  await n1.cli('CONFIG', 'SET', 'dbfilename', 'dump.rdb')
  rmSync(data, {recursive: true})
  await n1.cli('BGSAVE')
  await n1.says(/Background saving error[\s\S]*Background saving error/)
  expect(said(await servers.diagnose(), 'folder-gone').join()).toContain(
    'The folder that n1 works in does not exist any more',
  )
})

test('a server that is stopped while its child saves notices the end late', async ({servers, port}) => {
  const n1 = await servers.start('n1', {port})
  await n1.cli('DEBUG', 'POPULATE', '5')
  await n1.cli('BGSAVE')
  await n1.says(/Background saving terminated with success/)
  expect(said(await servers.diagnose(), 'process-stood-still')).toEqual([])
  await n1.cli('CONFIG', 'SET', 'rdb-key-save-delay', '60000')
  await n1.cli('BGSAVE')
  n1.process.kill('SIGSTOP')
  await n1.says(/DB saved on disk[\s\S]*DB saved on disk/)
  const saved = Date.now()
  await eventually(async () => Date.now() - saved, {
    withinMs: 10_000,
    message: 'no time goes by',
    until: (ms) => ms > 2300,
  })
  n1.process.kill('SIGCONT')
  await n1.says(/terminated with success[\s\S]*terminated with success/)
  expect(said(await servers.diagnose(), 'process-stood-still').join()).toMatch(
    /n1 probably stood still for [2-9]\.\d s/,
  )
})

test('a server takes fewer clients than its conf says, where the system allows fewer files', async ({
  servers,
  port,
  skip,
}) => {
  const most = Number(readFileSync('/proc/sys/fs/nr_open', 'utf8'))
  skip(most > 2 ** 21, 'this system allows so many files that a server would need gigabytes for them')
  const n1 = await servers.start('n1', {port, conf: `maxclients ${most + 1000}`})
  const [, real] = (await n1.cli('CONFIG', 'GET', 'maxclients')).trim().split('\n')
  expect(said(await servers.diagnose(), 'maxclients-reduced').join()).toContain(
    `n1 takes ${real} clients at most, not the ${most + 1000} that it asked for`,
  )
})

test('data of a module that the server does not have', async ({servers, port}) => {
  // The version, the first database, and one key of type 7: the id of the module type, in 6 bits a letter, and its version.
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const type =
    [...'no-module'].reduce((sum, letter) => (sum << 6n) | BigInt(letters.indexOf(letter)), 0n) << 10n
  const module = Buffer.alloc(8)
  module.writeBigUInt64BE(type)
  const dump = Buffer.concat([
    Buffer.from('REDIS0009'),
    Buffer.from([0xfe, 0x00, 0x07, 0x03]),
    Buffer.from('key'),
    Buffer.from([0x81]),
    module,
    Buffer.from([0x00, 0xff]),
    Buffer.alloc(8),
  ])
  const n1 = await servers.start('n1', {port, files: {'dump.rdb': dump}, isAwaited: false})
  await n1.says(/contains module data/)
  expect(said(await servers.diagnose(), 'module-missing').join()).toContain(
    'n1 cannot load its data: it holds data of the module type no-module, which no module here can read',
  )
})

test('a command that runs for more than a second stands in SLOWLOG, and nobody else is served', async ({
  servers,
  port,
}) => {
  const n1 = await servers.start('n1', {port})
  const quick = await n1.save('SLOWLOG', 'GET')
  expect(said(await servers.diagnose([quick]), 'slow-commands')).toEqual([])
  const from = performance.now()
  const long = n1.cli('DEBUG', 'SLEEP', '1.2')
  await eventually(() => n1.cli('PING'), {
    withinMs: 10_000,
    message: 'no PING waited for the command',
    until: () => performance.now() - from > 1100,
  })
  await long
  const found = await servers.diagnose([await n1.save('SLOWLOG', 'GET', '5')])
  expect(said(found, 'slow-commands').join()).toMatch(
    /DEBUG keeps .* from answering anybody for 1\.2 s \(once/,
  )
})
