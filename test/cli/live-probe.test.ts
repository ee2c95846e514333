// Hypotheses: a probe writes one key of its own to a deployment that runs elsewhere, and sends nothing else, through a failover; a user
// who may touch no other key is enough; without --probe nothing is written.
import path from 'node:path'
import process from 'node:process'
import {isProbeCommand} from '../../src/core/redis/probe-commands.ts'
import {Connection} from '../../src/engine/redis/connection.ts'
import {eventually} from '../support/eventually.ts'
import {PlainDeployment} from '../support/plain-deployment.ts'
import {expect, test} from '../support/test.ts'

const prober = 'user prober on >may-probe ~redislab:probe:* resetchannels -@all +set +get +del'

test('a probe through a failover', {timeout: 60_000}, async ({redislab, home, port}) => {
  await using deployment = await PlainDeployment.make(path.join(home, '.elsewhere'))
  await deployment.start(port, [prober, 'save ""'])
  await deployment.start(port + 1, [prober, 'save ""', `replicaof 127.0.0.1 ${port}`])
  const sentinels = [port + 10, port + 11, port + 12]
  for (const own of sentinels)
    await deployment.start(
      own,
      [
        `sentinel monitor mymaster 127.0.0.1 ${port} 2`,
        'sentinel down-after-milliseconds mymaster 1000',
        'sentinel failover-timeout mymaster 10000',
      ],
      'sentinel',
    )
  for (const own of sentinels)
    await eventually(() => deployment.call(own, 'SENTINEL', 'CKQUORUM', 'mymaster').then(String, String), {
      withinMs: 15_000,
      message: 'the sentinels do not find each other',
      until: (said) => said.startsWith('OK 3'),
    })
  await redislab(`open sentinel://127.0.0.1:${port + 10} --name prod`)

  const refused = await redislab('load acked-writes --name prod --for 1s')
  expect(refused.exitCode).toBe(4)
  expect((await redislab('load locks --probe --name prod')).stderr).toContain('--probe is for acked-writes')

  const seen: string[] = []
  const watch = async (own: number) => {
    const connection = await Connection.open(
      {host: '127.0.0.1', port: own},
      {onMessage: (line) => seen.push(`${own} ${line}`)},
    )
    await connection.call('MONITOR')
    return connection
  }
  using _old = await watch(port)
  const env = {REDIS_USERNAME: 'prober', REDIS_PASSWORD: 'may-probe'}
  let pid = 0
  const probe = redislab('load acked-writes --probe --name prod --json', {env, onStart: (own) => (pid = own)})
  /** Of the clients that the probe has: a replica gets its writes from the master, whose name is no address. */
  const wordsFrom = (own: number) => {
    const lines = seen
      .filter((line) => line.startsWith(`${own} `))
      .map((line) => line.slice(`${own} `.length))
    const clientOf = (line: string) => /\[\d+ ([^\]]+)\]/.exec(line)?.[1] ?? ''
    const isOfProbe = (line: string) => /"(?:SET|GET|DEL)" "redislab:probe:/.test(line)
    const clients = new Set(lines.filter(isOfProbe).map(clientOf))
    clients.delete(`127.0.0.1:${port}`)
    return lines
      .filter((line) => clients.has(clientOf(line)))
      .map((line) => [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => word))
  }
  const writesTo = (own: number, message: string) =>
    eventually(() => wordsFrom(own).filter(([command]) => command === 'SET').length, {
      withinMs: 20_000,
      message,
      until: (count) => count > 2,
    })
  await writesTo(port, 'nobody writes')
  deployment.kill(port)
  await eventually(
    () => deployment.call(sentinels[0] ?? 0, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster').then(String),
    {
      withinMs: 20_000,
      message: 'there is no failover',
      until: (address) => address.endsWith(String(port + 1)),
    },
  )
  // A sentinel that promotes a server ends the connections of its clients, this one's too.
  using _again = await watch(port + 1)
  await writesTo(port + 1, 'the probe does not follow')
  process.kill(pid, 'SIGINT')
  const {stdout, stderr, exitCode} = await probe
  expect(exitCode).toBe(130)
  const report = JSON.parse(stdout)
  const key = /the key (redislab:probe:\w+), 4 times a second/.exec(stderr)?.[1] ?? ''
  expect(stderr).toContain(`Writes to 127.0.0.1:${port}, and to the master after it`)
  expect(report).toMatchObject({
    kind: 'acked-writes',
    deployment: 'prod',
    masterName: 'mymaster',
    checkedOn: `127.0.0.1:${port + 1}`,
    notChecked: null,
  })
  expect(report.acknowledged).toBe(report.surviving + report.lost)
  expect(report.outageMs).toBeGreaterThan(1000)
  for (const own of [port, port + 1]) {
    const words = wordsFrom(own)
    expect(words.length).toBeGreaterThan(2)
    for (const sent of words) expect(isProbeCommand(sent, key), sent.join(' ')).toBe(true)
  }
  expect(await deployment.call(port + 1, 'KEYS', '*')).toEqual([])
  // Nothing that the user may not do was tried.
  expect(await deployment.call(port + 1, 'ACL', 'LOG')).toEqual([])
  const timeline = (await redislab('timeline --name prod')).stdout
  expect(timeline).toContain('load')
})

test('a probe of a cluster stays with the shard', {timeout: 60_000}, async ({
  redislab,
  home,
  clusterPort,
}) => {
  await using deployment = await PlainDeployment.make(path.join(home, '.elsewhere'))
  await deployment.start(clusterPort, [prober, 'cluster-enabled yes', 'save ""'])
  const all = Array.from({length: 16_384}, (_, slot) => String(slot))
  await deployment.call(clusterPort, 'CLUSTER', 'ADDSLOTS', ...all)
  await eventually(() => deployment.call(clusterPort, 'CLUSTER', 'INFO').then(String), {
    withinMs: 15_000,
    message: 'the cluster does not come up',
    until: (info) => info.includes('cluster_state:ok'),
  })
  await redislab(`open redis://127.0.0.1:${clusterPort} --name shards`)
  const report = (await redislab('load acked-writes --probe --for 1s --name shards --json')).json()
  expect(report).toMatchObject({lost: 0, refused: 0, notChecked: null})
  expect(report.acknowledged).toBeGreaterThan(1)
  expect(await deployment.call(clusterPort, 'KEYS', '*')).toEqual([])
  const own = await redislab('load acked-writes --probe --for 11m --name shards')
  expect(own.stderr).toContain('--probe writes for 10 minutes at most')
})
