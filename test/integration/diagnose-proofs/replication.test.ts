// What goes wrong between a master and its replica, on real servers, and what diagnose says of the files that they wrote.

import {mkdirSync, renameSync, rmdirSync} from 'node:fs'
import os from 'node:os'
import {chooseServer} from '../../../src/engine/servers/choose-server.ts'
import {diagnose} from '../../../src/index.ts'
import {describe, expect, test} from '../../support/diagnosis/proof-test.ts'
import {answers, type Server, type Servers, said} from '../../support/diagnosis/servers.ts'

interface Lines {
  readonly n1?: string
  readonly n2?: string
}

async function startPair(servers: Servers, port: number, lines: Lines = {}): Promise<[Server, Server]> {
  const n1 = await servers.start('n1', {port, conf: `replica-announce-ip 127.0.0.1\n${lines.n1 ?? ''}`})
  const conf = `replica-announce-ip 127.0.0.1\nreplicaof 127.0.0.1 ${port}\n${lines.n2 ?? ''}`
  return [n1, await servers.start('n2', {port: port + 1, conf})]
}

const linkUp = ['INFO', 'replication'] as const

test('two that follow each other take no writes, whatever their links are', async ({servers, port}) => {
  const [n1, n2] = await startPair(servers, port)
  await answers(n2, linkUp, /master_link_status:up/)
  expect(said(await servers.diagnose(), 'replication-cycle')).toEqual([])
  await n1.cli('REPLICAOF', '127.0.0.1', String(port + 1))
  await answers(n1, linkUp, /role:slave/)
  await n1.cli('CONFIG', 'REWRITE')
  expect(await n1.cli('SET', 'key', 'value')).toContain('READONLY')
  expect(await n2.cli('SET', 'key', 'value')).toContain('READONLY')
  expect(said(await servers.diagnose(), 'replication-cycle').join()).toContain(
    'n1 and n2 replicate from each other',
  )
})

test('a replica of a replica without a master gets nothing', async ({servers, port}) => {
  const n1 = await servers.start('n1', {port, conf: `replicaof 127.0.0.1 ${port + 9}`})
  const n2 = await servers.start('n2', {port: port + 1, conf: `replicaof 127.0.0.1 ${port}`})
  await n2.says(/NOMASTERLINK[\s\S]*NOMASTERLINK/)
  expect(await n2.cli(...linkUp)).toContain('master_link_status:down')
  const file = [`${n2.folder}/redis.log`]
  expect(said(await diagnose(file), 'master-without-link').join()).toContain(
    `127.0.0.1:${port}, which n2 follows, is no master`,
  )
  await n1.cli('REPLICAOF', 'NO', 'ONE')
  await answers(n2, linkUp, /master_link_status:up/)
  await n2.says(/Finished with success|Successful partial/)
  expect(said(await diagnose(file), 'master-without-link')).toEqual([])
})

test('two masters with a common past: what the old one took is lost', async ({servers, port}) => {
  const [n1, n2] = await startPair(servers, port)
  await answers(n2, linkUp, /master_link_status:up/)
  const infos = async () => [await n1.save(...linkUp), await n2.save(...linkUp)]
  expect(said(await diagnose(await infos()), 'two-masters')).toEqual([])
  await n2.cli('REPLICAOF', 'NO', 'ONE')
  await n1.cli('SET', 'key', 'of the old one')
  expect(await n2.cli('EXISTS', 'key')).toBe('0\n')
  expect(said(await diagnose(await infos()), 'two-masters').join()).toContain(
    'are both master, with a common past',
  )
  await n1.cli('REPLICAOF', '127.0.0.1', String(port + 1))
  await answers(n1, ['EXISTS', 'key'], /^0/)
})

test('with repl-timeout below the period of pings an idle link ends again and again', async ({
  servers,
  port,
}) => {
  const lines = 'repl-timeout 1\nrepl-ping-replica-period 60'
  const [, n2] = await startPair(servers, port, {n1: lines, n2: lines})
  await n2.says(/(?:MASTER|PRIMARY) timeout: no data nor PING received[\s\S]*Successful partial/)
  const found = await servers.diagnose()
  expect(said(found, 'repl-timeout-too-short').join()).toContain('repl-timeout (1 s) is not above')
  expect(said(found, 'replica-link-timeout').join()).toContain('n2 gave up the link to its master')
})

test('writes above the buffer limit while a replica stands still cut it off', async ({servers, port}) => {
  const [n1, n2] = await startPair(servers, port, {n1: 'client-output-buffer-limit replica 2mb 2mb 0'})
  await answers(n2, linkUp, /master_link_status:up/)
  expect(said(await servers.diagnose(), 'replica-output-buffer')).toEqual([])
  n2.process.kill('SIGSTOP')
  // More than the buffers of the sockets take.
  await n1.cli('EVAL', "for i = 1, 40 do redis.call('SET', 'k' .. i, string.rep('x', 1000000)) end", '0')
  await n1.says(/overcoming of output buffer limits/)
  expect(await n1.cli(...linkUp)).toContain('connected_slaves:0')
  expect(said(await servers.diagnose(), 'replica-output-buffer').join()).toContain(
    'n1 cut off its replica at',
  )
})

test('a copy whose sender ends breaks off, each time', async ({servers, port}) => {
  const slow = 'repl-diskless-sync yes\nrdb-key-save-delay 200000\nrepl-diskless-sync-delay 0'
  const n1 = await servers.start('n1', {port, conf: slow})
  await n1.cli('EVAL', "for i = 1, 200 do redis.call('SET', 'k' .. i, string.rep('x', 1000)) end", '0')
  const n2 = await servers.start('n2', {port: port + 1, conf: `replicaof 127.0.0.1 ${port}`})
  const endSender = () => {
    const [, pid] = [...n1.log.matchAll(/transfer started by pid (\d+)/g)].at(-1) ?? []
    process.kill(Number(pid), 'SIGKILL')
  }
  for (const times of [1, 2]) {
    await n1.says(new RegExp(`(?:Background RDB transfer started by pid[\\s\\S]*){${times}}`))
    await answers(n2, linkUp, /master_sync_in_progress:1/)
    endSender()
    await n1.says(new RegExp(`(?:Background (?:RDB )?transfer terminated by signal 9[\\s\\S]*){${times}}`))
  }
  await n2.says(/(?:I\/O error (?:trying to sync with|reading bulk count from) (?:MASTER|PRIMARY)[\s\S]*){2}/)
  const found = await servers.diagnose()
  await n1.says(/(?:Background RDB transfer started by pid[\s\S]*){3}/)
  await n2.end()
  endSender()
  await answers(n1, ['INFO', 'persistence'], /rdb_bgsave_in_progress:0/)
  expect(said(found, 'sync-broken-off').join()).toContain('The copy for n2 broke off 2 times')
  expect(said(found, 'save-failed').join()).toContain('A save of n1 failed: its child was killed')
})

test('a server that cannot save its conf comes back from a restart with its old role', async ({
  servers,
  port,
}) => {
  const [, n2] = await startPair(servers, port)
  await answers(n2, linkUp, /master_link_status:up/)
  const conf = `${n2.folder}/redis.conf`
  // The new file is renamed over the old one: over a folder it cannot be.
  renameSync(conf, `${conf}.kept`)
  mkdirSync(conf)
  await n2.cli('REPLICAOF', 'NO', 'ONE')
  expect(await n2.cli('CONFIG', 'REWRITE')).toContain('ERR')
  await n2.end()
  rmdirSync(conf)
  renameSync(`${conf}.kept`, conf)
  expect(said(await servers.diagnose(), 'config-rewrite-failed').join()).toContain('n2 cannot save its conf')
  const again = await servers.start('n2', {port: port + 1})
  expect(await again.cli('ROLE')).toMatch(/^slave/)
})

const [outside] = Object.values(os.networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({family, internal}) => family === 'IPv4' && !internal)

describe.skipIf(outside === undefined)('protected mode', () => {
  test('lets a replica in by loopback, and refuses it by another address', async ({servers, port}) => {
    const host = outside?.address ?? ''
    await servers.start('n1', {port, conf: `bind 127.0.0.1 ${host}`})
    const conf = (from: string) => `bind 127.0.0.1 ${host}\nreplicaof ${from} ${port}`
    const near = await servers.start('n2', {port: port + 1, conf: conf('127.0.0.1')})
    await answers(near, linkUp, /master_link_status:up/)
    expect(said(await servers.diagnose(), 'protected-mode-denied')).toEqual([])
    const far = await servers.start('n3', {port: port + 2, conf: conf(host)})
    await far.says(/DENIED/)
    expect(said(await servers.diagnose(), 'protected-mode-denied')).toHaveLength(1)
  })
})

test('a link that is closed after each partial resync', async ({servers, port}) => {
  const [n1, n2] = await startPair(servers, port)
  await answers(n2, linkUp, /master_link_status:up/)
  expect(said(await servers.diagnose(), 'partial-sync-broken')).toEqual([])
  for (const granted of [0, 1, 2]) {
    await n2.says(new RegExp(`(?:Successful partial resync[\\s\\S]*){${granted}}`))
    await n1.cli('CLIENT', 'KILL', 'TYPE', 'replica')
    await n2.says(new RegExp(`(?:Caching the disconnected[\\s\\S]*){${granted + 1}}`))
  }
  expect(said(await servers.diagnose(), 'partial-sync-broken').join()).toMatch(
    /The link of n2 breaks \d\.\d s after each partial resync that its master grants, 2 times/,
  )
})

test('a user that may not SYNC: the second connection of a copy is turned away', async ({
  servers,
  port,
  skip,
}) => {
  const {flavour, version} = await chooseServer()
  skip(flavour !== 'valkey' || Number.parseInt(version, 10) < 8, `${flavour} ${version} has one channel`)
  const dual = 'dual-channel-replication-enabled yes'
  const [n1, n2] = await startPair(servers, port, {
    n1: `${dual}\nrepl-diskless-sync yes\nuser copies on >secret +psync +replconf +ping`,
    n2: `${dual}\nmasteruser copies\nmasterauth secret`,
  })
  await n2.says(/initialize RDB channel[\s\S]*initialize RDB channel/)
  expect(await n2.cli(...linkUp)).toContain('master_link_status:down')
  expect(said(await servers.diagnose(), 'dual-channel-refused').join()).toContain(
    'n2 cannot open the second connection that its copy takes',
  )
  await n1.cli('ACL', 'SETUSER', 'copies', '+sync')
  await answers(n2, linkUp, /master_link_status:up/)
})

test('a command that the replica cannot do, since its data are other ones', async ({servers, port}) => {
  const [n1, n2] = await startPair(servers, port, {n2: 'replica-read-only no'})
  await answers(n2, linkUp, /master_link_status:up/)
  expect(said(await servers.diagnose(), 'replica-refuses-command')).toEqual([])
  await n2.cli('SET', 'key', 'of the replica')
  await n1.cli('LPUSH', 'key', 'of the master')
  await n2.says(/is sending an error to its/)
  expect(await n2.cli('TYPE', 'key')).toBe('string\n')
  expect(await n1.cli('TYPE', 'key')).toBe('list\n')
  expect(said(await servers.diagnose(), 'replica-refuses-command').join()).toContain(
    'n2 could not do lpush, which its master sent (once): ',
  )
})

test('a replica of 0.0.0.0 is one of its own machine: here of itself', async ({servers, port}) => {
  const n2 = await servers.start('n2', {port})
  await n2.cli('REPLICAOF', '0.0.0.0', String(port))
  await n2.says(/NOMASTERLINK/)
  expect(await n2.cli(...linkUp)).toContain('master_link_status:down')
  expect(said(await servers.diagnose(), 'master-address-unusable').join()).toContain(
    `n2 follows 0.0.0.0:${port}, which leads to its own machine`,
  )
})
