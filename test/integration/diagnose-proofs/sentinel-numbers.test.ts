// What rules say of numbers of sentinels, seen at real ones: what follows from the mistake, and that diagnose names it from
// the files that these servers wrote.

import {writeFileSync} from 'node:fs'
import path from 'node:path'
import {diagnose} from '../../../src/index.ts'
import {expect, test} from '../../support/diagnosis/proof-test.ts'
import {type Group, startGroup, staysSubjective} from '../../support/diagnosis/sentinel-group.ts'
import {answers, said} from '../../support/diagnosis/servers.ts'

/** The confs as if each loopback address were a host. */
async function diagnoseOnHosts({servers}: Group) {
  const files = servers.all.map(({folder, name, conf}) => {
    const file = path.join(folder, `${name}.conf`)
    writeFileSync(file, conf.replaceAll(/\b127\.0\.0\.(?=\d)/g, '10.0.0.'))
    return file
  })
  return await diagnose(files)
}

async function loseHost({servers}: Group, host: string): Promise<void> {
  await Promise.all(servers.all.filter((server) => server.host === host).map((server) => server.end()))
}

test('two of three sentinels on the host of the master: its loss is not survived', async ({
  servers,
  port,
}) => {
  const hosts = {n1: '127.0.0.1', n2: '127.0.0.2', s1: '127.0.0.1', s2: '127.0.0.1', s3: '127.0.0.2'}
  const group = await startGroup(servers, {port, hosts})
  expect(said(await diagnoseOnHosts(group), 'hosts-survived')).toEqual([
    'hosts-survived: mymaster does not survive the loss of host 10.0.0.1: losing 10.0.0.1 takes 2 of 3 sentinels (1 remains, the majority is 2).',
  ])
  await loseHost(group, '127.0.0.1')
  await answers(group.sentinel, ['SENTINEL', 'CKQUORUM', 'mymaster'], /NOQUORUM 1 usable/)
  await staysSubjective(group.sentinel, 1000)
  expect(await group.replica.cli('ROLE')).toMatch(/^slave/)
  const file = await group.sentinel.save('SENTINEL', 'CKQUORUM', 'mymaster')
  expect(said(await servers.diagnose([file]), 'ckquorum-failed')).toHaveLength(1)
})

test('a sentinel on each host: the loss of the host of the master is survived', async ({servers, port}) => {
  const hosts = {n1: '127.0.0.1', n2: '127.0.0.2', s1: '127.0.0.1', s2: '127.0.0.3', s3: '127.0.0.2'}
  const group = await startGroup(servers, {port, hosts})
  const {findings} = await diagnoseOnHosts(group)
  expect(findings.filter(({id}) => id === 'hosts-survived')).toMatchObject([
    {
      severity: 'note',
      title: expect.stringContaining('any one of its 3 hosts, and of no two of them at once'),
    },
  ])
  await loseHost(group, '127.0.0.1')
  await answers(group.replica, ['ROLE'], /^master/)
})

test('a quorum above the number of sentinels: the master never counts as down', async ({servers, port}) => {
  const group = await startGroup(servers, {port, quorum: 4})
  expect(said(await servers.diagnose(), 'sentinel-quorum').join()).toMatch(/is 4, and there are 3 sentinels/)
  await group.master.end()
  await staysSubjective(group.sentinel, 1000)
  expect(await group.replica.cli('ROLE')).toMatch(/^slave/)
  for (const sentinel of group.sentinels) await sentinel.cli('SENTINEL', 'SET', 'mymaster', 'quorum', '2')
  await answers(group.replica, ['ROLE'], /^master/)
})

test('two of four sentinels on record are gone, one with port 0: all votes are not enough', async ({
  servers,
  port,
}) => {
  const ghosts = [`127.0.0.1 ${port + 18}`, '127.0.0.1 0']
  const group = await startGroup(servers, {port, sentinels: 2, ghosts, failoverTimeoutMs: 1000})
  expect(said(await servers.diagnose(), 'sentinel-entry-stale').join()).toContain('on record with port 0')
  await group.master.end()
  await Promise.race(group.sentinels.map((it) => it.says(/ voted for [\s\S]*-failover-abort-not-elected/)))
  expect(await group.replica.cli('ROLE')).toMatch(/^slave/)
  expect(said(await servers.diagnose(), 'sentinel-votes-no-majority')).toEqual([
    expect.stringMatching(/2 votes of epoch \d+ went to one sentinel/),
  ])
})

test('one of three sentinels on record is gone: two votes are the majority', async ({servers, port}) => {
  const ghosts = [`127.0.0.1 ${port + 18}`]
  const group = await startGroup(servers, {port, sentinels: 2, ghosts, failoverTimeoutMs: 1000})
  await group.master.end()
  await answers(group.replica, ['ROLE'], /^master/)
  expect(said(await servers.diagnose(), 'sentinel-votes-no-majority', 'sentinel-entry-stale')).toEqual([])
})

test('two sentinels with one id are one for the others', async ({servers, port}) => {
  const id = 'a'.repeat(40)
  await servers.start('n1', {port})
  const monitor = `sentinel monitor mymaster 127.0.0.1 ${port} 2`
  const [s1, s2, s3] = [11, 12, 13].map((offset) => ({
    port: port + offset,
    isSentinel: true,
    conf: `${offset > 11 ? `sentinel myid ${id}\n` : ''}${monitor}`,
  }))
  const watching = await servers.start('s1', s1 as never)
  for (const [name, options] of [
    ['s2', s2],
    ['s3', s3],
  ] as const) {
    const server = await servers.start(name, options as never)
    await server.cli('SENTINEL', 'DEBUG', 'PUBLISH-PERIOD', '200')
  }
  await watching.says(/\+sentinel-address-switch[\s\S]*\+sentinel-address-switch/)
  expect(await watching.cli('SENTINEL', 'MASTER', 'mymaster')).toMatch(/num-other-sentinels\s+1\s/)
  const found = await servers.diagnose()
  expect(said(found, 'sentinel-ids-shared').join()).toContain('2 sentinels have one id: aaaaaaaa…')
  expect(said(found, 'sentinel-address-flips').join()).toContain('aaaaaaaa… is seen at another address')
})

test('a replica that stands still twice counts as down and as up again', async ({servers, port}) => {
  const group = await startGroup(servers, {port})
  expect(said(await servers.diagnose(), 'sdown-flaps')).toEqual([])
  group.replica.process.kill('SIGSTOP')
  await group.sentinel.says(/\+sdown slave/)
  group.replica.process.kill('SIGCONT')
  await group.sentinel.says(/-sdown slave/)
  group.replica.process.kill('SIGSTOP')
  await group.sentinel.says(/-sdown slave[\s\S]*\+sdown slave/)
  group.replica.process.kill('SIGCONT')
  await group.sentinel.says(/-sdown slave[\s\S]*-sdown slave/)
  expect(await group.master.cli('ROLE')).toMatch(/^master/)
  expect(said(await servers.diagnose(), 'sdown-flaps').join()).toMatch(
    /s3 counts 127\.0\.0\.1:\d+ \(2 times\) as down and as up again/,
  )
})
