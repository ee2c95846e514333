// What is held here: a watched fault of a cluster is followed to its end. Its phases are measured, what clients of the shard
// lost is counted, what clients of the other shards saw is told, and what did not happen is explained.
import {test as base, describe, expect, type Fixtures} from '../support/test.ts'

const test = base.extend<Pick<Fixtures, 'redislab'>>({
  redislab: async ({redislab, clusterPort}, use) => {
    const env = {REDISLAB_PORT: String(clusterPort)}
    await use((args, options = {}) => redislab(args, {...options, env: {...env, ...options.env}}))
  },
})

const textOf = (reasons: readonly {text: string}[]) => reasons.map(({text}) => text).join('\n')

function expectSound(load: {acknowledged: number; surviving: number; lost: number}): void {
  expect(load.acknowledged).toBeGreaterThan(0)
  expect(load.surviving + load.lost).toBe(load.acknowledged)
}

describe('--watch in a cluster', () => {
  test('a killed master: every phase, in order; the other shards never stop', async ({redislab}) => {
    await redislab('up 3m6r --cluster --set cluster-require-full-coverage=no')
    const writing = redislab('load acked-writes --master shard-2 --for 6s --json')
    const {exitCode, json} = await redislab('kill shard:2/master --watch --json')
    expect(exitCode).toBe(0)
    const report = json()
    expect(report).toMatchObject({fault: 'kill', outcome: 'failed-over', oldMaster: 'n2'})
    expect(['n5', 'n8']).toContain(report.newMaster)
    const {sdownMs, odownMs, electedMs, promotedMs, writableMs, agreedMs} = report.phases
    const [{details, reasons}] = report.failovers
    const times = [sdownMs, odownMs, details.attempts[0].startedMs, electedMs, promotedMs, writableMs]
    expect(report.phases).toEqual(
      Object.fromEntries(Object.keys(report.phases).map((phase) => [phase, expect.any(Number)])),
    )
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(agreedMs).toBeGreaterThan(promotedMs)
    // PFAIL comes with cluster-node-timeout (2000 ms), and the election no sooner than 500 ms after FAIL.
    expect(sdownMs).toBeGreaterThanOrEqual(1000)
    expect(promotedMs - odownMs).toBeGreaterThanOrEqual(500)
    expect(details.cluster.pfail.length).toBeGreaterThan(1)
    expect(details.attempts[0].votes.map(({voter}: {voter: string}) => voter).sort()).toEqual(['n1', 'n3'])
    expect(textOf(reasons)).toContain('(PFAIL)')
    expect(textOf(reasons)).toContain('asked the masters for their votes in epoch 4')
    expectSound(report.load)
    expect(report.load).toMatchObject({checkedOn: report.newMaster, masterName: 'shard-2'})
    expect(report.load.outageMs).toBeGreaterThan(1000)
    const others = report.otherLoads.map(({masterName, errors, outage}: typeof report.load) => [
      masterName,
      errors,
      outage,
    ])
    expect(others, JSON.stringify(others)).toEqual([
      ['shard-1', {}, null],
      ['shard-3', {}, null],
    ])
    const outside = (await writing).json()
    expectSound(outside)
    expect((await redislab(`cli ${report.newMaster} -- DBSIZE`)).stdout.trim()).toBe('0')
  })

  test('with full coverage the other shards stop too, and that is said', async ({redislab}) => {
    await redislab('up 3m3r --cluster')
    const report = (await redislab('kill shard:1/master --watch --json')).json()
    expect(report).toMatchObject({outcome: 'failed-over', oldMaster: 'n1', newMaster: 'n4'})
    const [{reasons, details}] = report.failovers
    expect(textOf(reasons)).toContain('cluster-require-full-coverage is yes')
    expect(details.cluster.stopped.map(({node}: {node: string}) => node).sort()).toEqual(
      'n2 n3 n4 n5 n6'.split(' '),
    )
    for (const load of report.otherLoads) expect(load.errors.CLUSTERDOWN).toBeGreaterThan(0)

    const people = await redislab('start n1 --watch')
    expect(people.stdout).toContain('n4 is still the master (n1 started).')
    expect(people.stdout).toMatch(
      /^• n1 is a replica in step with its master after \d+ ms: it took a full copy/m,
    )
    const explained = await redislab('explain')
    expect(explained.stdout).toMatch(/^n4 took over from n1 after/m)
    const timeline = await redislab('timeline')
    expect(timeline.stdout).toMatch(/^ +⋮ {2}n\d.* too: Cluster state changed: fail$/m)
    expect(timeline.stdout).toMatch(/^ {2}candidate .* delay 500 \+ \d+ ms\b/m)
  })

  test('an agreed failover loses nothing, and a takeover is told for what it is', async ({redislab}) => {
    await redislab('up 3m3r --cluster')
    const agreed = (await redislab('failover shard:2 --watch --json')).json()
    expect(agreed).toMatchObject({outcome: 'failed-over', oldMaster: 'n2', newMaster: 'n5', load: {lost: 0}})
    expect(textOf(agreed.failovers[0].reasons)).toContain('no write is lost')
    const {stdout} = await redislab('failover n4 --takeover --watch')
    expect(stdout).toContain('n4 told to take over without asking anybody')
    expect(stdout).toMatch(/^n4 took over from n1 after/m)
  })

  test('nobody can take over: why, as soon as that is certain', async ({redislab}) => {
    await redislab('up 3m --cluster')
    const report = (await redislab('kill n2 --watch --json')).json()
    expect(report).toMatchObject({outcome: 'no-failover', newMaster: null})
    expect(textOf(report.failovers[0].reasons)).toContain(
      'shard-2 has no replica that could take over the slots',
    )
    expect(await redislab('failover shard:1')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('shard-1 has no running replica that could take over.'),
    })
  })

  test('two of three masters dead: the third is a minority', async ({redislab}) => {
    await redislab('up 3m3r --cluster')
    const report = (await redislab('kill n2 n3 --watch --json')).json()
    expect(report).toMatchObject({outcome: 'no-failover', newMaster: null})
    expect(report.failovers).toHaveLength(2)
    for (const {reasons} of report.failovers)
      expect(textOf(reasons)).toContain('Only n1 of the 3 masters was left')
  })

  test.skipIf(process.platform !== 'linux')(
    'a master that is cut off: until when it took writes, and how many of them are lost',
    async ({redislab}) => {
      await redislab('up 3m3r --cluster --links')
      const cut = (await redislab('partition n2 --watch --json')).json()
      expect(cut).toMatchObject({outcome: 'failed-over', oldMaster: 'n2', newMaster: 'n5'})
      expect(cut.failovers).toHaveLength(1)
      expectSound(cut.load)
      expect(cut.load.lost).toBeGreaterThan(0)
      const [{reasons, details}] = cut.failovers
      expect(textOf(reasons)).toContain('n2 was cut off from the majority of the masters')
      const own = details.cluster.stopped.find(({node}: {node: string}) => node === 'n2')
      expect(own).toMatchObject({toMs: null})
      // It took writes for about cluster-node-timeout, and none after that.
      const lastLost = Date.parse(cut.load.lostTo) - Date.parse(cut.failovers[0].at)
      expect(lastLost).toBeLessThanOrEqual(own.fromMs + 100)

      const healed = (await redislab('heal --watch --json')).json()
      expect(healed.outcome).toBe('reconnected')
      // Nothing changes in the other shards.
      expect(healed.failovers.map(({masterName}: {masterName: string}) => masterName)).toEqual(['shard-2'])
      const [shard] = healed.failovers
      expect(textOf(shard.reasons)).toMatch(
        /n2 is a replica in step with its master after \d+ ms: it took a full copy/,
      )
      expect((await redislab('status --json')).json()).toMatchObject({ready: true})
    },
  )
})
