// What is held here: a test that asks for a deployment gets one as at the start, with types; of one that fails the
// timeline is told and kept.
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {Redis} from 'ioredis'
import {test as base, describe, expectTypeOf, vi} from 'vitest'
import type {Deployment} from '../../src/index.ts'
import {SharedDeployment} from '../../src/testing/shared-deployment.ts'
import {vitestFixtures} from '../../src/testing/vitest-fixtures.ts'
import {expect, test} from '../support/test.ts'

const labTest = base.extend(vitestFixtures('1m1r'))

describe('fixtures of Vitest', () => {
  const seen: Deployment[] = []

  labTest('the first test gets a deployment', async ({lab}) => {
    expectTypeOf(lab).toEqualTypeOf<Deployment>()
    seen.push(lab)
    const client = new Redis({...lab.ioredisOptions(), lazyConnect: true})
    await client.connect()
    await client.set('a', '1')
    client.disconnect()
    await lab.kill('n2')
  })

  labTest('the second gets the same one, as at the start', async ({lab}) => {
    expect(seen).toEqual([lab])
    const {ready, instances} = await lab.status()
    expect({ready, states: instances.map(({state}) => state)}).toEqual({
      ready: true,
      states: ['running', 'running'],
    })
    const client = new Redis({...lab.ioredisOptions(), lazyConnect: true})
    await client.connect()
    expect(await client.dbsize()).toBe(0)
    client.disconnect()
  })
})

test('of a test that fails the timeline is told and kept', async ({home, port}) => {
  const folder = path.join(home, '.artifacts')
  const shared = new SharedDeployment('1m1r', {home, port, artifacts: folder})
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  try {
    const lab = await shared.take()
    await lab.kill('n2')
    await shared.tellFailure('writes: survive / a failover')
    expect(told.mock.calls[0]?.[0]).toMatch(
      /^What happened to 1m1r in "writes: survive \/ a failover":\n(.*\n)*.*n2 killed\n(.*\n)*Kept in /,
    )
    const names = readdirSync(folder).sort()
    expect(names).toEqual(
      ['jsonl', 'txt'].map((kind) => `writes-survive-a-failover-${lab.name}.timeline.${kind}`),
    )
    expect(readFileSync(path.join(folder, names[1] ?? ''), 'utf8')).toContain('n2 killed')
    const lines = readFileSync(path.join(folder, names[0] ?? ''), 'utf8')
      .trim()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line).kind)).toContain('fault-injected')
  } finally {
    told.mockRestore()
    await shared.stop()
  }
})

test('a test that took its deployment down does not spoil the next one', async ({home, port}) => {
  const shared = new SharedDeployment('1m', {home, port})
  const first = await shared.take()
  await first.stop()
  await expect(shared.take()).rejects.toMatchObject({code: 'DEPLOYMENT_NOT_FOUND'})
  const next = await shared.take()
  expect((await next.status()).ready).toBe(true)
  await shared.stop()
})
