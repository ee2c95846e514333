// Hypotheses: a rehearsal of three hosts with two sentinels on the host of the master finds that the loss of that host is not
// survived, and says so in one sentence with the arithmetic; hosts can be named; what cannot work is not rehearsed.

import {mkdir, readFile, stat, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {expect} from 'vitest'
import {rehearsal} from '../../src/core/contract/schemas/rehearsal.ts'
import {chromiumPath, launchChromium} from '../support/chromium.ts'
import {readRehearsalPage} from '../support/page-data.ts'
import {test} from '../support/test.ts'

/** What CLUSTER NODES says of three masters on two hosts, each with its replica on the other one. */
const twoHosts = [
  ['1', '10.0.0.1:6379@16379 master -', '1 connected 0-5460'],
  ['2', '10.0.0.1:6380@16380 master -', '2 connected 5461-10922'],
  ['3', '10.0.0.2:6379@16379 myself,master -', '3 connected 10923-16383'],
  ['4', `10.0.0.2:6380@16380 slave ${'1'.repeat(40)}`, '1 connected'],
  ['5', `10.0.0.2:6381@16381 slave ${'2'.repeat(40)}`, '2 connected'],
  ['6', `10.0.0.1:6381@16381 slave ${'3'.repeat(40)}`, '3 connected'],
]
  .map(([id = '', node, rest]) => `${id.repeat(40)} ${node} 0 1700000000000 ${rest}\n`)
  .join('')

/** Three hosts with a server each, and the sentinels on the hosts that are named. */
async function writeHosts(home: string, sentinelsOn: readonly number[]): Promise<string> {
  const folder = path.join(home, 'confs')
  await mkdir(folder)
  const idOf = (index: number) => String(index + 1).repeat(40)
  const at = (index: number) => `10.0.0.${sentinelsOn[index]} ${26_379 + index}`
  for (const host of [1, 2, 3])
    await writeFile(
      path.join(folder, `redis-${host}.conf`),
      `port 6379\nbind 10.0.0.${host}\n${host === 1 ? '' : 'replicaof 10.0.0.1 6379\n'}`,
    )
  for (const index of sentinelsOn.keys()) {
    const known = [...sentinelsOn.keys()]
      .filter((other) => other !== index)
      .map((other) => `sentinel known-sentinel mymaster ${at(other)} ${idOf(other)}\n`)
    await writeFile(
      path.join(folder, `sentinel-${index + 1}.conf`),
      `port ${26_379 + index}\nbind 10.0.0.${sentinelsOn[index]}\nsentinel myid ${idOf(index)}\nsentinel monitor mymaster 10.0.0.1 6379 2\nsentinel down-after-milliseconds mymaster 5000\nsentinel failover-timeout mymaster 20000\n${known.join('')}`,
    )
  }
  return folder
}

test('two sentinels on the host of the master: its loss is not survived', async ({redislab, home}) => {
  const folder = await writeHosts(home, [1, 1, 2])
  const {exitCode, json} = await redislab(`rehearse ${folder} --only host --json`)
  const document = rehearsal.parse(json())
  const of = (host: string) => document.cases.find(({hosts}) => hosts[0] === host)
  expect(document.cases.map(({title}) => title)).toEqual([
    'host 10.0.0.1 lost',
    'host 10.0.0.2 lost',
    'host 10.0.0.3 lost',
  ])
  expect(document.summary).toEqual([
    'Lose host 10.0.0.1, and you are down: it takes the master n1 and 2 of 3 sentinels (1 remains, the majority is 2).',
  ])
  expect(of('10.0.0.1')).toMatchObject({survived: false, outageMs: null, instances: ['n1', 's1', 's2']})
  expect(of('10.0.0.2')).toMatchObject({survived: true, isProtected: true, lost: 0})
  expect(document.survived).toBe(false)
  expect(exitCode).toBe(1)
  expect((await redislab('ls --json')).json()).toEqual({deployments: []})
})

test('a sentinel on each host: the loss of that of the master is survived', async ({redislab, home}) => {
  const folder = await writeHosts(home, [1, 2, 3])
  const named = '--hosts a=redis-1,sentinel-1 --hosts b=redis-2,sentinel-2,redis-3,sentinel-3'
  const {exitCode, stdout} = await redislab(`rehearse ${folder} --only host ${named} --fail-on never`)
  expect(stdout).toMatch(/✔ {2}host a lost +\d+ ms/)
  expect(stdout).toContain('▲  host b lost')
  expect(stdout).toContain('All timers are 3 times shorter here')
  expect(exitCode).toBe(0)
  const unknown = await redislab(`rehearse ${folder} --hosts a=10.0.0.1:6379,nobody`)
  expect(unknown.stderr).toContain('there is no nobody')
  expect(unknown.exitCode).toBe(2)
})

test('two masters of a cluster on one host: its loss leaves no majority, and the page tells the story', {
  timeout: 150_000,
}, async ({redislab, home}) => {
  const source = path.join(home, 'cluster-nodes.txt')
  const html = path.join(home, '.rehearsal.html')
  await writeFile(source, twoHosts)
  const {exitCode, json} = await redislab(`rehearse ${source} --only host --html ${html} --json`)
  const document = rehearsal.parse(json())
  const [heavy, light] = document.cases
  expect(document.summary).toEqual([
    'Lose host 10.0.0.1, and you are down: it takes 2 of 3 masters (1 remains, the majority is 2), so no majority is left to vote.',
  ])
  expect(heavy).toMatchObject({survived: false, outageMs: null, unserved: '0-16383'})
  expect(heavy?.masters).toHaveLength(2)
  expect(light).toMatchObject({survived: true, unserved: '', lost: 0})
  expect(light?.outageMs).toBeGreaterThan(0)
  expect(exitCode).toBe(1)
  expect((await redislab('ls --json')).json()).toEqual({deployments: []})

  const data = await readRehearsalPage(html)
  expect(data.rehearsal).toEqual(document)
  expect(data.stories.map((story) => story.case)).toEqual([0])
  const story = data.stories[0]?.page
  const faults = story?.entries.flatMap(({event}) => (event?.kind === 'fault-injected' ? [event] : []))
  expect(faults).toHaveLength(1)
  expect((await stat(html)).size).toBeLessThan(200_000)
  expect(await readFile(html, 'utf8')).toContain("connect-src 'none'")
  if (chromiumPath === undefined) return
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({viewport: {width: 1280, height: 900}})
    const errors: string[] = []
    page.on('pageerror', ({message}) => errors.push(message))
    await page.goto(`file://${html}`)
    await page.locator('.rehearsal h2').waitFor()
    expect(await page.locator('.rehearsal h2').textContent()).toMatch(/: 1 of 2 /)
    expect(await page.locator('.rehearsal tr.bad .reason').allTextContents()).toEqual(document.summary)
    expect(await page.locator('.rehearsal tr.good').count()).toBe(1)
    await page.locator('.rehearsal tr.bad button').click()
    expect(await page.locator('.stage svg').count()).toBeGreaterThan(0)
    expect(await page.locator('.rows li').count()).toBeGreaterThan(0)
    expect(errors).toEqual([])
  } finally {
    await browser.close()
  }
})

test('what cannot work is not rehearsed', async ({redislab}) => {
  const shipped = path.join(import.meta.dirname, '../fixtures/good-confs/redis-7.0-as-shipped')
  const {exitCode, stderr} = await redislab(`rehearse ${shipped}`)
  expect(stderr).toContain('mymaster has a quorum of 2, and these files show 1 sentinel')
  expect(exitCode).toBe(4)
})
