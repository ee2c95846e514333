// What is held here: after a reset a deployment is as it was when it was ready, whatever was done to it: processes, roles,
// data, settings, links, and how soon sentinels act.
import process from 'node:process'
import {Redis} from 'ioredis'
import {type Deployment, startDeployment} from '../../src/index.ts'
import {eventually} from '../support/eventually.ts'
import {expect, test} from '../support/test.ts'

/** What a test may rely on after a reset. */
async function stateOf(lab: Deployment) {
  const {ready, masters, instances, links} = await lab.status()
  const each = await Promise.all(
    lab.nodes.map(async (address) => {
      const client = new Redis({...address, lazyConnect: true})
      await client.connect()
      const [keys, reply] = await Promise.all([client.dbsize(), client.config('GET', '*')])
      client.disconnect()
      const flat = reply as string[]
      const settings = Object.fromEntries(
        flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1]]] : [])),
      )
      return {keys, settings}
    }),
  )
  return {
    ready,
    masters: masters.map(({instance, sentinelsAgree, shard}) => ({
      instance,
      sentinelsAgree,
      slots: shard?.slots,
    })),
    instances: instances.map(({name, role, state, replicaOf}) => ({name, role, state, replicaOf})),
    links: links?.rules,
    each,
  }
}

test('a test that only wrote and set leaves nothing behind, and nothing is started anew', async ({
  home,
  port,
}) => {
  await using lab = await startDeployment('1m2r3s', {home, port, sentinelPort: port + 10})
  const before = await stateOf(lab)
  const pids = (await lab.status()).instances.map(({pid}) => pid)
  const client = new Redis({host: '127.0.0.1', port})
  await client.mset('a', '1', 'b', '2')
  await client.config('SET', 'maxmemory', '100mb')
  await lab.set('replicas', {'replica-priority': 0, appendonly: 'yes'})
  await client.call('CLIENT', 'PAUSE', '60000', 'WRITE')
  expect((await lab.reset()).restarted).toEqual([])
  expect(await stateOf(lab)).toEqual(before)
  expect((await lab.status()).instances.map(({pid}) => pid)).toEqual(pids)
  expect(await client.set('a', '1'), 'the same connection').toBe('OK')
  client.disconnect()
})

test('after a failover everybody is back, the timeline begins again, and the next one comes as soon', async ({
  home,
  port,
}) => {
  await using lab = await startDeployment('1m2r3s', {home, port, sentinelPort: port + 10, persist: 'aof'})
  const before = await stateOf(lab)
  const promotedMs: number[] = []
  for (let round = 1; round <= 2; round += 1) {
    await lab.kill('master')
    const {oldMaster, phases} = await lab.awaitFailover()
    expect(oldMaster).toBe('n1')
    promotedMs.push(phases.promotedMs ?? Number.POSITIVE_INFINITY)
    const report = await lab.reset()
    expect(report.restarted).toContain('n1')
    expect(await stateOf(lab)).toEqual(before)
    expect(await lab.phases()).toBeUndefined()
    expect((await lab.timeline()).map(({kind}) => kind)).not.toContain('+odown')
  }
  // A sentinel that remembered its last try would wait 10 s.
  expect(Math.max(...promotedMs)).toBeLessThan(8000)
})

/** What each sentinel knows of its master, in the words of SENTINEL MASTER. */
async function knownTo(lab: Deployment) {
  return Promise.all(
    lab.sentinels.map(async (address) => {
      const client = new Redis({...address, lazyConnect: true})
      await client.connect()
      const flat = (await client.call('SENTINEL', 'MASTER', 'mymaster')) as string[]
      const periods = (await client.call('SENTINEL', 'DEBUG')) as string[]
      const others = (await client.call('SENTINEL', 'SENTINELS', 'mymaster')) as string[][]
      client.disconnect()
      const fieldOf = (name: string) => flat[flat.indexOf(name) + 1]
      return {
        port: Number(fieldOf('port')),
        flags: fieldOf('flags'),
        quorum: fieldOf('quorum'),
        counts: [fieldOf('num-slaves'), fieldOf('num-other-sentinels')],
        // What they said of the master before would count as said of this one.
        others: others.map((fields) => fields[fields.indexOf('flags') + 1]),
        periods,
      }
    }),
  )
}

test('sentinels go on through a reset after a failover, unless something else was done to them', async ({
  home,
  port,
}) => {
  await using lab = await startDeployment('1m2r3s', {
    home,
    port,
    sentinelPort: port + 10,
    timing: 'fast',
  })
  const before = {state: await stateOf(lab), known: await knownTo(lab)}
  const pidsOf = async () =>
    (await lab.status()).instances.filter(({kind}) => kind === 'sentinel').map(({pid}) => pid)
  const sentinel = new Redis({...lab.sentinels[0], lazyConnect: true})
  const all = ['s1', 's2', 's3']
  const deeds: readonly [string, () => Promise<unknown>, readonly string[]][] = [
    ['nothing', async () => undefined, []],
    ['a replica ended', () => lab.kill('n3'), ['n3']],
    ['another quorum', () => sentinel.call('SENTINEL', 'SET', 'mymaster', 'quorum', '3'), all],
    ['another period', () => sentinel.call('SENTINEL', 'DEBUG', 'PING-PERIOD', '150'), all],
    ['a sentinel ended', () => lab.kill('s2'), all],
  ]
  for (const [name, act, restarted] of deeds) {
    let report: {readonly restarted: readonly string[]}
    let pids: readonly (number | null)[]
    // On a busy machine one may answer too late, and is started again: then once more.
    let triesLeft = restarted === all ? 1 : 4
    do {
      triesLeft -= 1
      pids = await pidsOf()
      await lab.failover()
      await lab.awaitFailover()
      await sentinel.connect()
      await act()
      sentinel.disconnect()
      report = await lab.reset()
      expect(await stateOf(lab), name).toEqual(before.state)
      expect(await knownTo(lab), name).toEqual(before.known)
      // What turns sentinels back is no failover.
      expect(await lab.phases(), name).toBeUndefined()
    } while (triesLeft > 0 && report.restarted.length > restarted.length)
    expect(report.restarted, name).toEqual(restarted)
    if (restarted !== all) expect(await pidsOf(), name).toEqual(pids)
  }
  // And nothing was seen since: another reset finds nothing to do.
  expect((await lab.reset()).restarted).toEqual([])
}, 120_000)

const faults: Readonly<Record<string, (lab: Deployment) => Promise<unknown>>> = {
  'all killed': (lab) => lab.kill('all'),
  'all paused': (lab) => lab.pause('all'),
  'killed for a time': (lab) => lab.kill('master', {forMs: 600}),
  'a failover under way': (lab) => lab.failover(),
  asleep: (lab) => lab.sleep('master', 20_000),
  'another password': (lab) => lab.set('master', {requirepass: 'other'}),
  'a sentinel frozen': (lab) => lab.pause('s1'),
  'some stopped': (lab) => lab.stop(['n2', 's2']),
}

test('a master that somebody told the sentinels of is forgotten', async ({home, port}) => {
  await using lab = await startDeployment('1m1r2s', {home, port, sentinelPort: port + 10})
  const sentinel = new Redis({...lab.sentinels[0], lazyConnect: true})
  await sentinel.connect()
  await sentinel.call('SENTINEL', 'MONITOR', 'other', '127.0.0.1', String(port + 1), '1')
  sentinel.disconnect()
  await lab.reset()
  const names = await Promise.all(
    lab.sentinels.map(async (address) => {
      const client = new Redis({...address, lazyConnect: true})
      await client.connect()
      const masters = (await client.call('SENTINEL', 'MASTERS')) as readonly (readonly string[])[]
      client.disconnect()
      return masters.map((fields) => fields[1])
    }),
  )
  expect(names).toEqual([['mymaster'], ['mymaster']])
})

test('in the midst of whatever', async ({home, port}) => {
  await using lab = await startDeployment('1m2r3s', {home, port, sentinelPort: port + 10})
  const before = await stateOf(lab)
  for (const [name, fault] of Object.entries(faults)) {
    await fault(lab)
    await lab.reset()
    expect(await stateOf(lab), name).toEqual(before)
  }
}, 120_000)

test.runIf(process.platform === 'linux')('links are restored', async ({home, port}) => {
  await using lab = await startDeployment('1m1r3s', {home, port, sentinelPort: port + 10, links: true})
  const before = await stateOf(lab)
  await lab.partition('master')
  await lab.delay('n2', {delayMs: 50})
  await lab.reset()
  expect(await stateOf(lab)).toEqual(before)
})

test('a cluster', async ({home, clusterPort: port}) => {
  await using lab = await startDeployment('3m3r', {home, port, cluster: true})
  const before = await stateOf(lab)
  const client = new Redis({host: '127.0.0.1', port})
  await client.set('{bar}', '1')
  expect((await lab.reset()).restarted).toEqual([])
  expect(await stateOf(lab)).toEqual(before)
  client.disconnect()

  await lab.failover('shard:1')
  await lab.awaitFailover({masterName: 'shard-1'})
  expect((await lab.master('shard-1')).name).toBe('n4')
  expect((await lab.reset()).restarted).toEqual([])
  expect(await stateOf(lab)).toEqual(before)

  await lab.kill('n2')
  await lab.reset()
  expect(await stateOf(lab)).toEqual(before)
})

test('a reset that is aborted can be done again', async ({home, port}) => {
  await using lab = await startDeployment('1m1r3s', {home, port, sentinelPort: port + 10})
  await lab.kill('all')
  const reason = new Error('enough')
  await expect(lab.reset({signal: AbortSignal.abort(reason)})).rejects.toBe(reason)
  await lab.reset()
  expect(await lab.status()).toMatchObject({ready: true})
})

test('a replica that was added after a failover is one of the first master', async ({home, port}) => {
  await using lab = await startDeployment('1m1r3s', {home, port, sentinelPort: port + 10})
  await lab.failover()
  await lab.awaitFailover()
  expect(await lab.add({replicaOf: 'master'})).toMatchObject({added: {name: 'n3', replicaOf: 'n2'}})
  // Sentinels never hear of a replica of a replica: it is refused at once.
  await expect(lab.add({replicaOf: 'n1'})).rejects.toMatchObject({code: 'WRONG_STATE'})
  for (const round of ['running', 'killed']) {
    if (round === 'killed') await lab.kill('n3')
    await lab.reset()
    const {ready, instances} = await lab.status()
    expect({round, ready, upstreams: instances.slice(0, 3).map(({replicaOf}) => replicaOf)}).toEqual({
      round,
      ready: true,
      upstreams: [undefined, 'n1', 'n1'],
    })
  }
})

test('a cluster that has grown after a failover, and one that has shrunk', async ({
  home,
  clusterPort: port,
}) => {
  await using lab = await startDeployment('3m1r', {home, port, cluster: true})
  await lab.failover('shard:1')
  await lab.awaitFailover({masterName: 'shard-1'})
  await lab.add({replicaOf: 'shard:1'})
  await lab.reset()
  const grown = await lab.status()
  expect(grown).toMatchObject({ready: true, topology: '3m2r'})
  expect(grown.instances.map(({replicaOf}) => replicaOf)).toEqual([
    undefined,
    undefined,
    undefined,
    'n1',
    'n1',
  ])
  await lab.remove('n2', {reshard: true})
  await lab.kill('n3')
  await lab.reset()
  const {ready, masters} = await lab.status()
  expect(ready).toBe(true)
  expect(masters.map(({shard}) => shard?.slots)).toEqual(['0-8191', '8192-16383'])
})

test('replicas of a master that was removed go back to the one in its place', async ({home, port}) => {
  await using lab = await startDeployment('1m2r', {home, port})
  const [n1, n2, n3] = lab.nodes.map((address) => new Redis(address))
  const client = (one: Redis | undefined) => one as Redis
  await client(n2).replicaof('NO', 'ONE')
  for (const one of [n1, n3]) await client(one).replicaof('127.0.0.1', port + 1)
  for (const one of [n1, n2, n3]) one?.disconnect()
  await eventually(() => lab.status(), {
    withinMs: 20_000,
    message: 'n2 is the master',
    until: ({ready, masters}) => ready && masters[0]?.instance === 'n2',
  })
  await lab.remove('n1')
  await lab.kill('all')
  await lab.reset()
  const {ready, instances} = await lab.status()
  expect({ready, who: instances.map(({name, replicaOf}) => [name, replicaOf])}).toEqual({
    ready: true,
    who: [
      ['n2', undefined],
      ['n3', 'n2'],
    ],
  })
})
