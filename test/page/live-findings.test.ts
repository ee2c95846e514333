// What is held here: the findings on the page of a deployment that was opened live follow what is observed, as those of diagnose --name do.
import path from 'node:path'
import type {PageData} from '../../src/core/contract/page-json.ts'
import {eventually} from '../support/eventually.ts'
import {readPageData} from '../support/page-data.ts'
import {PlainDeployment} from '../support/plain-deployment.ts'
import {servePage} from '../support/served-page.ts'
import {expect, test} from '../support/test.ts'

type Findings = PageData['findings']

const told = (findings: Findings) => findings.map(({id, title}) => `${id}: ${title}`).sort()

test('a quorum that nobody can reach is found on the page while it is so', {timeout: 120_000}, async ({
  redislab,
  home,
  port,
}) => {
  await using deployment = await PlainDeployment.make(path.join(home, '.elsewhere'))
  const sentinel = port + 2
  await deployment.start(port, ['save ""'])
  await deployment.start(port + 1, ['save ""', `replicaof 127.0.0.1 ${port}`])
  await deployment.start(sentinel, [`sentinel monitor mymaster 127.0.0.1 ${port} 1`], 'sentinel')
  expect((await redislab(`open sentinel://127.0.0.1:${sentinel} --name far`)).exitCode).toBe(0)

  await using served = await servePage(home, ['page', '--name', 'far'])
  const {origin, searchParams} = new URL(served.url)
  const headers = {'x-redislab-token': searchParams.get('token') ?? ''}
  const onPage = async (): Promise<Findings | undefined> => {
    const answer = await fetch(`${origin}/data`, {headers})
    return answer.ok ? ((await answer.json()) as PageData).findings : undefined
  }
  const saysUnreachable = (findings: Findings | undefined) =>
    findings?.some(({id}) => id === 'sentinel-quorum' || id === 'ckquorum-failed') === true
  const diagnosed = async () => (await redislab('diagnose --name far --json')).json().findings as Findings

  await eventually(onPage, {
    withinMs: 30_000,
    message: 'the page has findings',
    until: (findings) => findings !== undefined && findings.length > 0 && !saysUnreachable(findings),
  })

  await deployment.call(sentinel, 'SENTINEL', 'SET', 'mymaster', 'quorum', '5')
  const found = await eventually(onPage, {
    withinMs: 40_000,
    message: 'the page says that the quorum cannot be reached',
    until: saysUnreachable,
  })
  expect(told(found ?? [])).toEqual(told(await diagnosed()))
  const file = path.join(home, '.far.html')
  expect((await redislab(`explain --name far --html ${file}`)).exitCode).toBe(0)
  expect(told((await readPageData(file)).findings)).toEqual(told(found ?? []))

  await deployment.call(sentinel, 'SENTINEL', 'SET', 'mymaster', 'quorum', '1')
  await eventually(onPage, {
    withinMs: 40_000,
    message: 'the page says so no more',
    until: (findings) => !saysUnreachable(findings),
  })
})
