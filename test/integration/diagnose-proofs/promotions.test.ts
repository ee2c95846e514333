// Why a failover finds no replica, or does not get one promoted: each mistake on real servers, and what diagnose says of the
// files and replies of these.

import {writeFileSync} from 'node:fs'
import path from 'node:path'
import {diagnose} from '../../../src/index.ts'
import {describe, expect, test} from '../../support/diagnosis/proof-test.ts'
import {startGroup} from '../../support/diagnosis/sentinel-group.ts'
import {answers, said} from '../../support/diagnosis/servers.ts'

const tookOver = ['ROLE'] as const

describe('a replica that is told to be a master', () => {
  const rights =
    '+multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname +client|kill +script|kill'

  test('becomes one, when the user of the sentinels has all rights', async ({servers, port}) => {
    const conf = `user watcher on >secret allchannels ${rights}`
    const sentinelConf = 'sentinel auth-user mymaster watcher\nsentinel auth-pass mymaster secret'
    const group = await startGroup(servers, {port, conf, sentinelConf})
    expect(said(await servers.diagnose(), 'sentinel-user-rights', 'renamed-commands')).toEqual([])
    await group.master.end()
    await answers(group.replica, tookOver, /^master/)
  })

  test.for([
    {
      what: 'the user of the sentinels may not run SLAVEOF',
      conf: `user watcher on >secret allchannels ${rights.replace('+slaveof ', '')}`,
      sentinelConf: 'sentinel auth-user mymaster watcher\nsentinel auth-pass mymaster secret',
      rule: 'sentinel-user-rights',
      says: 'lacks +slaveof',
    },
    {
      what: 'SLAVEOF has no name there',
      conf: 'rename-command SLAVEOF ""',
      sentinelConf: '',
      rule: 'renamed-commands',
      says: 'Servers have renamed SLAVEOF',
    },
  ])('does not become one, when $what', async ({conf, sentinelConf, rule, says}, {servers, port}) => {
    const group = await startGroup(servers, {port, conf, sentinelConf, failoverTimeoutMs: 700})
    expect(said(await servers.diagnose(), rule).join()).toContain(says)
    await group.master.end()
    await Promise.race(group.sentinels.map((it) => it.says(/-failover-abort-slave-timeout/)))
    expect(await group.replica.cli('ROLE')).toMatch(/^slave/)
    expect(said(await servers.diagnose(), 'promotion-timed-out').join()).toContain(
      `told 127.0.0.1:${port + 1} to be a master, and it did not become one`,
    )
  })
})

describe('no replica is fit', () => {
  test('when all have priority 0', async ({servers, port}) => {
    const group = await startGroup(servers, {port, of: {n2: 'replica-priority 0'}, failoverTimeoutMs: 1000})
    expect(said(await servers.diagnose(), 'replica-priorities-zero')).toHaveLength(1)
    const file = await group.sentinel.save('SENTINEL', 'REPLICAS', 'mymaster')
    expect(said(await servers.diagnose([file]), 'replica-unfit').join()).toContain('has priority 0')
    await group.master.end()
    await Promise.race(group.sentinels.map((it) => it.says(/-failover-abort-no-good-slave/)))
    expect(said(await servers.diagnose(), 'no-good-replica').join()).toContain('no replica was fit')
  })

  test('when sentinels do not reach it, although both sides call replication healthy', async ({
    servers,
    port,
  }) => {
    const of = {n2: `replica-announce-port ${port + 19}`}
    const group = await startGroup(servers, {port, of, failoverTimeoutMs: 1000, isAwaited: false})
    const {master, replica, sentinel} = group
    await answers(master, ['INFO', 'replication'], /slave0:.*state=online/)
    await answers(replica, ['INFO', 'replication'], /master_link_status:up/)
    const infos = [await master.save('INFO', 'replication'), await replica.save('INFO', 'replication')]
    expect(said(await servers.diagnose(infos), 'sentinels-reach-replica').join()).toContain(
      'Replication is healthy',
    )
    await answers(
      sentinel,
      ['SENTINEL', 'REPLICAS', 'mymaster'],
      new RegExp(`${port + 19}\\s[\\s\\S]*s_down`),
    )
  })

  test('when it is known by an address of a container network', async ({servers, port}) => {
    const of = {n2: 'replica-announce-ip 172.31.255.1'}
    const group = await startGroup(servers, {port, of, isAwaited: false})
    await answers(group.master, ['INFO', 'replication'], /slave0:ip=172.31.255.1,.*state=online/)
    await group.sentinel.says(/\+slave slave 172\.31\.255\.1[\s\S]*\+sdown slave 172\.31\.255\.1/)
    const info = await group.master.save('INFO', 'replication')
    const found = await servers.diagnose()
    expect(said(found, 'container-network-mixed').join()).toContain(
      'Replicas are known by container addresses',
    )
    expect(said(await diagnose([info]), 'container-address').join()).toContain('172.31.255.1 is the gateway')
  })
})

describe('an address that is not its own', () => {
  test('two replicas with one are one for sentinels', async ({servers, port}) => {
    const same = `replica-announce-port ${port + 1}`
    const {master, sentinel} = await startGroup(servers, {
      port,
      replicas: 2,
      of: {n3: same},
      isAwaited: false,
    })
    await answers(master, ['INFO', 'replication'], /connected_slaves:2/)
    const info = await master.save('INFO', 'replication')
    expect(said(await servers.diagnose([info]), 'replica-addresses-shared').join()).toContain(
      `2 replicas have one address, 127.0.0.1:${port + 1}`,
    )
    await sentinel.cli('SENTINEL', 'RESET', 'mymaster')
    await answers(sentinel, ['SENTINEL', 'MASTER', 'mymaster'], /num-slaves\s+1\s/)
  })

  test("a replica with its master's is a master that follows itself", async ({servers, port}) => {
    const of = {n2: `replica-announce-port ${port}`}
    const {sentinel} = await startGroup(servers, {port, of, isAwaited: false})
    await sentinel.says(new RegExp(`\\+slave slave 127\\.0\\.0\\.1:${port} `))
    expect(said(await servers.diagnose(), 'replica-of-itself')).toHaveLength(1)
  })

  test('a replica that is moved by hand belongs to two groups', async ({servers, port}) => {
    const {replica, sentinel} = await startGroup(servers, {port, sentinels: 1, quorum: 1})
    await servers.start('other', {port: port + 5})
    await sentinel.cli('SENTINEL', 'MONITOR', 'other', '127.0.0.1', String(port + 5), '1')
    await replica.cli('REPLICAOF', '127.0.0.1', String(port + 5))
    await sentinel.says(/\+slave slave \S+ \S+ \d+ @ other/)
    expect(said(await servers.diagnose(), 'groups-mixed').join()).toContain(
      `127.0.0.1:${port + 1} belongs to `,
    )
    // Each group takes it for its own: it is called back.
    await answers(replica, ['ROLE'], new RegExp(`slave\\s+127.0.0.1\\s+${port}\\s`))
  })
})

describe('a password that sentinels lack', () => {
  const conf = 'requirepass secret\nmasterauth secret'
  const cliOptions = ['-a', 'secret', '--no-auth-warning']

  test('a master that lives counts as down', async ({servers, port}) => {
    const group = await startGroup(servers, {port, conf, cliOptions, isAwaited: false})
    await group.sentinel.says(/\+odown master/)
    expect(await group.master.cli('PING')).toMatch(/PONG/)
    expect(said(await servers.diagnose(), 'sentinel-password-missing').join()).toContain(
      'has no auth-pass for mymaster',
    )
  })

  test('it counts as up with auth-pass, until SENTINEL REMOVE and MONITOR drop it', async ({
    servers,
    port,
  }) => {
    const sentinelConf = 'sentinel auth-pass mymaster secret'
    const {sentinel} = await startGroup(servers, {port, conf, cliOptions, sentinelConf})
    expect(said(await servers.diagnose(), 'sentinel-password-missing')).toEqual([])
    const before = path.join(sentinel.folder, 'before.conf')
    writeFileSync(before, sentinel.conf)
    const commands = [
      ['SENTINEL', 'REMOVE', 'mymaster'],
      ['SENTINEL', 'MONITOR', 'mymaster', '127.0.0.1', String(port), '2'],
    ]
    for (const words of commands) await sentinel.cli(...words)
    await sentinel.cli('SENTINEL', 'SET', 'mymaster', 'down-after-milliseconds', '300')
    await answers(sentinel, ['SENTINEL', 'MASTER', 'mymaster'], /s_down/)
    const typed = path.join(sentinel.folder, 'typed.txt')
    writeFileSync(
      typed,
      commands.map((words) => `$ redis-cli -p ${sentinel.port} ${words.join(' ')}\nOK\n`).join(''),
    )
    expect(said(await diagnose([typed, before]), 'sentinel-settings-lost').join()).toContain(
      'auth-pass among them',
    )
  })
})

test('two sentinels with two masters under one name each tell their own', async ({servers, port}) => {
  await servers.start('n1', {port})
  await servers.start('n2', {port: port + 1})
  for (const offset of [0, 1]) {
    const conf = `sentinel monitor mymaster 127.0.0.1 ${port + offset} 1`
    const sentinel = await servers.start(`s${offset + 1}`, {port: port + 10 + offset, isSentinel: true, conf})
    expect(await sentinel.cli('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster')).toContain(
      String(port + offset),
    )
  }
  expect(said(await servers.diagnose(), 'sentinel-masters-differ').join()).toContain('2 different masters')
})
