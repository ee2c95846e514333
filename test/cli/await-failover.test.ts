// Hypotheses: a test in any language can wait for a failover and put the deployment back to its start, by two commands; and
// waits for the failover of what was done last, not for an older one.
import {expect, test} from '../support/test.ts'

test('kill, await-failover, reset', {timeout: 120_000}, async ({redislab}) => {
  await redislab('up 1m2r3s --down-after 1s')
  await redislab('kill master')
  const first = await redislab('await-failover --json')
  expect(first.exitCode).toBe(0)
  const {outcome, oldMaster, newMaster, phases, failovers} = first.json()
  expect({outcome, oldMaster}).toEqual({outcome: 'failed-over', oldMaster: 'n1'})
  expect(['n2', 'n3']).toContain(newMaster)
  expect(phases.promotedMs).toBeGreaterThan(900)
  expect(failovers[0].summary).toMatch(new RegExp(`^${newMaster} took over from n1`))
  expect(failovers[0].reasons[0].evidence.length).toBeGreaterThan(0)

  // It is over: the same is said at once, for people as well.
  const again = await redislab('await-failover')
  expect(again.exitCode).toBe(0)
  expect(again.stdout).toContain('promoted')
  expect(again.stdout).toMatch(new RegExp(`\\n${newMaster} took over from n1`))

  const reset = await redislab('reset --json')
  expect(reset.exitCode).toBe(0)
  expect(reset.json()).toEqual({
    deployment: 'default',
    at: expect.stringMatching(/^20/),
    ms: expect.any(Number),
    restarted: expect.arrayContaining(['n1']),
  })
  const {ready, masters} = (await redislab('status --json')).json()
  expect({ready, master: masters[0].instance}).toEqual({ready: true, master: 'n1'})

  // What was before the reset is over.
  const none = await redislab('await-failover --timeout 200ms')
  expect(none.exitCode).toBe(5)
  expect(none.stderr).toContain(
    'No failover came within 200 ms.\n  → Nothing was done to a master: redislab kill master',
  )
  expect((await redislab('reset')).stdout).toMatch(/^✔ default is back at its start {2}/)
})

test('the second failover is awaited, though the first is over', {timeout: 120_000}, async ({redislab}) => {
  await redislab('up 1m2r3s --down-after 1s --failover-timeout 2s')
  await redislab('kill master')
  const first = (await redislab('await-failover --json')).json()
  await redislab('start n1')
  // Until n1 is a replica, two claim to be master.
  expect((await redislab('status --wait 30s')).exitCode).toBe(0)
  await redislab('kill master')
  const second = (await redislab('await-failover --json')).json()
  expect(second.oldMaster).toBe(first.newMaster)
})
