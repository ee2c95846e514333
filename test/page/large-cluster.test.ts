// What is held here: the page of a cluster of 100 nodes can be read, on a screen and on a phone.
import {mkdir, writeFile} from 'node:fs/promises'
import path from 'node:path'
import type {Browser} from 'playwright-core'
import {afterAll, beforeAll} from 'vitest'
import {chromiumPath, launchChromium} from '../support/chromium.ts'
import {topologyFaults} from '../support/page-geometry.ts'
import {describe, expect, test} from '../support/test.ts'

const shards = 50
const slotsOfShard = 16_384 / shards

interface Node {
  readonly id: string
  readonly address: string
  readonly master: string | undefined
  readonly shard: number
}

const idOf = (index: number) => (index + 1).toString(16).padStart(40, 'a')

/** Masters first, then the replica of each, as redis-cli --cluster create gives them out. */
const nodes = Array.from({length: 2 * shards}, (_, index): Node => {
  const isMaster = index < shards
  return {
    id: idOf(index),
    address: `10.20.${Math.floor(index / 10)}.${100 + index}:6379`,
    master: isMaster ? undefined : idOf(index - shards),
    shard: index % shards,
  }
})

/** What CLUSTER NODES says of all. */
function clusterNodes(): string {
  return nodes
    .map(({id, address, master, shard}, index) => {
      const flags = `${index === 0 ? 'myself,' : ''}${master === undefined ? 'master' : 'slave'}`
      const slots =
        master === undefined
          ? ` ${Math.ceil(shard * slotsOfShard)}-${Math.ceil((shard + 1) * slotsOfShard) - 1}`
          : ''
      return `${id} ${address}@16379 ${flags} ${master ?? '-'} 0 1764493200000 ${shard + 1} connected${slots}`
    })
    .join('\n')
}

/** The log of a node: the master of the seventh shard is missed by all, and its replica takes over, as far as most know. */
function logOf({id, master}: Node, index: number): string {
  const [failed, heir] = [nodes[6] as Node, nodes[6 + shards] as Node]
  const line = (ms: number, message: string) => {
    const time = new Date(Date.UTC(2026, 10, 30, 9, 0, 0, ms)).toISOString().slice(11, 23)
    return `${1000 + index}:${master === undefined ? 'M' : 'S'} 30 Nov 2026 ${time} ${message}`
  }
  const lines = [line(index, `* Node configuration loaded, I'm ${id}`)]
  if (index === 6) return `${lines.join('\n')}\n`
  lines.push(
    line(4000 + index, `* FAIL message received from ${idOf(0)} () about ${failed.id} ()`),
    line(4000 + index, '# Cluster state changed: fail'),
  )
  if (id === heir.id)
    lines.push(
      line(4600, '# Starting a failover election for epoch 51.'),
      line(4700, "# Failover election won: I'm the new master."),
    )
  else if (master === undefined)
    lines.push(line(4650, `# Failover auth granted to ${heir.id} () for epoch 51`))
  lines.push(line(4800 + index, '# Cluster state changed: ok'))
  return `${lines.join('\n')}\n`
}

describe.skipIf(chromiumPath === undefined)('a cluster of 100 nodes', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(async () => browser?.close())

  test('nothing overlaps, alike nodes are told together, lanes scroll under the phases', {
    timeout: 120_000,
  }, async ({redislab, home}) => {
    const folder = path.join(home, '.hundred')
    await mkdir(folder)
    await writeFile(path.join(folder, 'cluster-nodes.txt'), `${clusterNodes()}\n`)
    for (const [index, node] of nodes.entries())
      await writeFile(path.join(folder, `${node.address.split(':')[0]}.log`), logOf(node, index))
    const file = path.join(home, '.hundred.html')
    expect((await redislab(`diagnose ${folder} --html ${file}`)).exitCode).toBe(0)

    for (const width of [1280, 390]) {
      const page = await browser.newPage({viewport: {width, height: 844}})
      await page.goto(`file://${file}`)
      await page.locator('rect[data-band]').first().waitFor({state: 'attached'})
      expect(await page.locator('.topology .node').count(), 'nodes in the topology').toBe(100)
      expect(await page.evaluate(topologyFaults)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth'), 'no scrolling to the side').toBe(
        width,
      )
      expect(await page.locator('.lane-names li').count()).toBe(100)
      expect(await page.evaluate('document.querySelector(".lane-box").clientHeight')).toBeLessThan(800)
      const rows = page.locator('.beliefs tbody tr')
      expect(await rows.count()).toBeLessThanOrEqual(12)
      const counts = await rows.evaluateAll((all) => all.map((row) => Number(row.getAttribute('data-count'))))
      expect(
        counts.reduce((sum, one) => sum + one, 0),
        'every node is in a row',
      ).toBe(100)
      expect(await page.locator('.beliefs thead th').count()).toBeLessThanOrEqual(8)

      await page.locator('[data-node]').last().click({timeout: 20_000})
      const [lane, scroller] = await Promise.all([
        page.locator('.lane-names button[aria-pressed="true"]').boundingBox(),
        page.locator('.lane-scroll').boundingBox(),
      ])
      expect(lane?.y, 'the lane of the chosen node is in sight').toBeGreaterThanOrEqual(scroller?.y ?? 0)
      expect(lane?.y).toBeLessThan((scroller?.y ?? 0) + (scroller?.height ?? 0))
      await page.close()
    }
  })
})
