// What sentinels say of themselves when all of them are asked: each mistake on real sentinels, the consequence, and what diagnose
// says of the replies.
import {existsSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {askLive, titlesOf} from '../../support/diagnosis/ask-live.ts'
import {expect, test} from '../../support/diagnosis/proof-test.ts'
import {startGroup} from '../../support/diagnosis/sentinel-group.ts'
import {answers, said} from '../../support/diagnosis/servers.ts'
import {eventually} from '../../support/eventually.ts'

test('with PING-PERIOD 20 no replica is good enough', async ({servers, port}) => {
  const {master, sentinels, sentinel} = await startGroup(servers, {port})
  const url = `sentinel://127.0.0.1:${sentinel.port}`
  const quick = await askLive(url)
  expect(quick.findings.find(({id}) => id === 'sentinel-periods-changed')).toMatchObject({severity: 'note'})
  for (const own of sentinels) await own.cli('SENTINEL', 'DEBUG', 'PING-PERIOD', '20')
  const seen = await askLive(url)
  expect(titlesOf(seen, 'sentinel-periods-changed').join()).toContain(
    'PING-PERIOD is 20 ms, and 1000 at the start',
  )
  expect(seen.findings.find(({id}) => id === 'sentinel-periods-changed')).toMatchObject({severity: 'cause'})
  await master.end()
  await eventually(() => sentinels.map(({log}) => log).join('\n'), {
    withinMs: 20_000,
    message: 'no failover ends without a replica',
    until: (logs) => logs.includes('-failover-abort-no-good-slave'),
  })
  for (const own of sentinels) await own.cli('SENTINEL', 'DEBUG', 'PING-PERIOD', '400')
  await sentinel.says(/\+switch-master/, 20_000)
})

test('a script that is gone, and one that not all sentinels have', async ({servers, port}) => {
  const script = path.join(servers.home, 'notify.sh')
  const told = path.join(servers.home, 'told')
  writeFileSync(script, `#!/bin/sh\necho "$1" >>${told}\n`, {mode: 0o755})
  const {replica, sentinels, sentinel} = await startGroup(servers, {
    port,
    sentinelConf: 'sentinel deny-scripts-reconfig no',
  })
  const url = `sentinel://127.0.0.1:${sentinel.port}`
  const [s1] = sentinels
  expect(titlesOf(await askLive(url), 'sentinel-script-fails')).toEqual([])
  await s1?.cli('SENTINEL', 'SET', 'mymaster', 'notification-script', script)
  expect(titlesOf(await askLive(url), 'sentinel-script-fails').join()).toMatch(
    /:\d+ and \S+:\d+ have no notification-script of mymaster, and .*has one/,
  )
  await replica.end()
  await eventually(() => existsSync(told), {withinMs: 15_000, message: 'nobody is told', until: (is) => is})
  rmSync(script)
  await servers.start('n2', {port: replica.port})
  await s1?.says(/-script-error/)
  expect(said(await servers.diagnose(), 'sentinel-script-fails').join()).toMatch(
    /failed on s1 .*with exit code 2/,
  )
})

test('sentinels that have not the same number on record: one may lead, and the other may not', async ({
  servers,
  port,
}) => {
  const {sentinels} = await startGroup(servers, {port, sentinels: 4})
  const [s1, s2, s3, s4] = sentinels
  const url = `sentinel://127.0.0.1:${s1?.port}`
  expect(titlesOf(await askLive(url), 'sentinel-quorum')).toEqual([])
  await s3?.end()
  await s4?.end()
  await s1?.cli('SENTINEL', 'RESET', 'mymaster')
  if (s1 === undefined || s2 === undefined) throw new Error('two sentinels are left')
  await answers(s1, ['SENTINEL', 'MASTER', 'mymaster'], /num-other-sentinels\s+1\s/)
  await answers(s1, ['SENTINEL', 'CKQUORUM', 'mymaster'], /^OK 2/)
  await answers(s2, ['SENTINEL', 'CKQUORUM', 'mymaster'], /NOQUORUM 2 usable/)
  expect(titlesOf(await askLive(url), 'sentinel-quorum')).toEqual([
    `Sentinels of mymaster do not have the same number of sentinels on record: 127.0.0.1:${s1.port} 2, 127.0.0.1:${s2.port} 4.`,
  ])
})
