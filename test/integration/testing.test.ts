// What is held here: a test that asks for a deployment gets one as at the start, with types; of one that fails the
// timeline is told and kept.
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {Redis} from 'ioredis'
import {test as base, describe, expectTypeOf, vi} from 'vitest'
import type {Deployment} from '../../src/index.ts'
import {DeploymentPool} from '../../src/testing/deployment-pool.ts'
import {vitestFixtures} from '../../src/testing/vitest-fixtures.ts'
import {expect, test} from '../support/test.ts'

const deploymentTest = base.extend(vitestFixtures('1m1r'))

describe('fixtures of Vitest', () => {
  const seen: Deployment[] = []

  deploymentTest('the first test gets a deployment', async ({deployment}) => {
    expectTypeOf(deployment).toEqualTypeOf<Deployment>()
    seen.push(deployment)
    const client = new Redis({...deployment.ioredisOptions(), lazyConnect: true})
    await client.connect()
    await client.set('a', '1')
    client.disconnect()
    await deployment.kill('n2')
  })

  deploymentTest('the second gets the same one, as at the start', async ({deployment}) => {
    expect(seen).toEqual([deployment])
    const {ready, instances} = await deployment.status()
    expect({ready, states: instances.map(({state}) => state)}).toEqual({
      ready: true,
      states: ['running', 'running'],
    })
    const client = new Redis({...deployment.ioredisOptions(), lazyConnect: true})
    await client.connect()
    expect(await client.dbsize()).toBe(0)
    client.disconnect()
  })
})

describe('tests that run at the same time', () => {
  const used: string[] = []

  deploymentTest.concurrent.for([1, 2, 3])(
    'each has a deployment of its own (%i)',
    async (_, {deployment, expect}) => {
      await deployment.pause('n2')
      used.push(deployment.name)
      await vi.waitFor(() => expect(new Set(used).size).toBe(3), {timeout: 20_000})
      const {instances} = await deployment.status()
      expect(instances.map(({state}) => state)).toEqual(['running', 'paused'])
    },
  )
})

test('when a test fails, the reasons and the timeline are printed and kept', async ({home, port}) => {
  const folder = path.join(home, '.artifacts')
  const pool = new DeploymentPool('1m1r3s', {home, port, sentinelPort: port + 10, artifacts: folder})
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  try {
    const {deployment, tellFailure} = await pool.take()
    await deployment.set('n2', {'replica-priority': 0})
    await deployment.kill('n1')
    await expect(deployment.awaitFailover({withinMs: 4000})).rejects.toThrow('No failover came')
    await tellFailure('writes: survive / a failover')
    const text = String(told.mock.calls[0]?.[0])
    const [title, summary, reason] = text.split('\n')
    expect(title).toBe('What happened to 1m1r3s in "writes: survive / a failover":')
    expect(summary).toMatch(/^No failover: no replica took over from n1 /)
    expect(reason).toMatch(/^ {2}• /)
    expect(text).toMatch(/\n[\d:.]+ {2}n1 killed\n/)
    // The replica tries to connect again and again.
    expect(text).toMatch(/\n +⋮ {2}n2 {2}↻ .* × \d+\n/)
    expect(text).toMatch(/\nKept in .*$/)
    const names = readdirSync(folder).sort()
    expect(names).toEqual(
      ['jsonl', 'txt'].map((kind) => `writes-survive-a-failover-${deployment.name}.timeline.${kind}`),
    )
    expect(readFileSync(path.join(folder, names[1] ?? ''), 'utf8')).toContain('n1 killed')
    const lines = readFileSync(path.join(folder, names[0] ?? ''), 'utf8')
      .trim()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line).kind)).toContain('fault-injected')
  } finally {
    told.mockRestore()
    await pool.stop()
  }
})

test('a test that took its deployment down does not spoil the next one', async ({home, port}) => {
  const pool = new DeploymentPool('1m', {home, port})
  const first = await pool.take()
  await first.deployment.close()
  first.giveBack()
  const next = await pool.take()
  expect((await next.deployment.status()).ready).toBe(true)
  await pool.stop()
})
