// What a deployment says of itself when it is asked, view by view: each mistake on real servers, the consequence, and what
// diagnose says of the replies.
import net from 'node:net'
import {diagnose} from '../../../src/core/diagnosis/diagnose.ts'
import {readText} from '../../../src/core/evidence/read-text.ts'
import {compareVersions} from '../../../src/core/redis/server-version.ts'
import {askDeployment} from '../../../src/engine/live/ask-deployment.ts'
import {Connection} from '../../../src/engine/redis/connection.ts'
import {findServers} from '../../../src/engine/servers/find-servers.ts'
import {expect, test} from '../../support/diagnosis/proof-test.ts'
import {startGroup} from '../../support/diagnosis/sentinel-group.ts'
import {answers, type Server, said} from '../../support/diagnosis/servers.ts'

const others = await findServers()
/** One whose RDB a later one's cannot be read by: Redis 7.0 and what is newer than 7.2. */
const older = others.find(({flavour, version}) => flavour === 'redis' && compareVersions(version, '7.2') < 0)
const newer = others.find(
  ({flavour, version}) => flavour === 'valkey' || compareVersions(version, '7.2') >= 0,
)

test('a group whose replica is smaller, whose master may not come back, and whose servers stand still', async ({
  servers,
  redislab,
  port,
}) => {
  const group = await startGroup(servers, {
    port,
    of: {n1: 'replica-priority 0', n2: 'maxmemory 500kb\nmaxmemory-policy noeviction'},
    sentinels: 3,
  })
  const {master, replica, sentinel} = group
  const ask = async () => (await redislab(`diagnose sentinel://127.0.0.1:${sentinel.port} --json`)).json()
  const quiet = await ask()
  expect(said(quiet, 'stall-above-timeout', 'clients-near-limit', 'monitored-is-replica')).toEqual([])

  // It stands still for longer than sentinels wait: they count it as down.
  await replica.cli('DEBUG', 'SLEEP', '0.7')
  await sentinel.says(/\+sdown slave/)
  await sentinel.says(/-sdown slave/)
  // Sentinels have two connections each, the replica one; with the one that asks there are eight.
  await master.cli('CONFIG', 'SET', 'maxclients', '9')
  const seen = await ask()
  await takeAll(master.port)
  await master.cli('CONFIG', 'SET', 'maxclients', '100')
  expect(said(seen, 'clients-near-limit').join()).toMatch(/has \d of the 9 clients that it takes/)
  expect(said(seen, 'stall-above-timeout').join()).toMatch(
    /stood still for \d{3} ms \(the command DEBUG\), and down-after-milliseconds of mymaster is 300/,
  )
  expect(said(seen, 'script-outlasts-timeout')).toHaveLength(1)
  expect(said(seen, 'maxmemory-differs').join()).toContain(`127.0.0.1:${replica.port} may use less memory`)
  expect(said(seen, 'master-priority-zero').join()).toContain(`127.0.0.1:${master.port}, the master, has`)

  // The replica takes what is written, until it is master itself; and the old master is never one again.
  await master.cli('SET', 'key', 'value')
  await answers(replica, ['GET', 'key'], /value/)
  await answers(sentinel, ['SENTINEL', 'FAILOVER', 'mymaster'], /OK/)
  await answers(replica, ['ROLE'], /^master/)
  expect(await replica.cli('SET', 'key', 'other')).toContain('OOM')
  await answers(
    sentinel,
    ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster'],
    new RegExp(`\\b${replica.port}\\b`),
  )
  await answers(sentinel, ['SENTINEL', 'REPLICAS', 'mymaster'], /slave-priority\s+0\s/)
  await answers(sentinel, ['SENTINEL', 'FAILOVER', 'mymaster'], /NOGOODSLAVE/)

  // Somebody makes a replica of what sentinels go on to call the master.
  await replica.cli('CONFIG', 'SET', 'maxmemory', '0')
  await replica.cli('REPLICAOF', '127.0.0.1', String(port + 30))
  await answers(sentinel, ['SENTINEL', 'MASTER', 'mymaster'], /role-reported\s+slave/)
  expect(await replica.cli('SET', 'key', 'other')).toContain('READONLY')
  expect(said(await ask(), 'monitored-is-replica').join()).toContain(
    `monitors 127.0.0.1:${replica.port} as the master of mymaster, and that one is a replica`,
  )
})

/** Connects as many as are let in, and sees that one is refused. */
async function takeAll(port: number): Promise<void> {
  const clients: net.Socket[] = []
  try {
    const refused = await new Promise<string>((resolve) => {
      for (let count = 0; count < 12; count++)
        clients.push(
          net
            .connect(port, '127.0.0.1')
            .on('data', (text) => resolve(String(text)))
            .on('error', () => {}),
        )
    })
    expect(refused).toContain('max number of clients reached')
  } finally {
    for (const client of clients) client.destroy()
  }
}

test('sentinels that name one master in two ways, and one that the others cannot ask', async ({
  servers,
  redislab,
  port,
}) => {
  const master = await servers.start('n1', {port})
  await servers.start('n2', {port: port + 1, conf: `replicaof 127.0.0.1 ${port}`})
  await servers.start('n3', {
    port: port + 2,
    conf: `replicaof 127.0.0.1 ${port + 1}\nreplica-announce-ip localhost`,
  })
  const ids = ['1', '2', '3'].map((digit) => digit.repeat(40))
  const sentinels: Server[] = []
  for (const [index, id] of ids.entries()) {
    const known = ids
      .map((other, at) => `sentinel known-sentinel mymaster 127.0.0.1 ${port + 10 + at} ${other}`)
      .filter((_, at) => at !== index)
    const password = index === 2 ? 'another-one' : 'the-first-one'
    const conf = [
      `requirepass ${password}`,
      'user reader on >reads-all &* +@all',
      'sentinel resolve-hostnames yes',
      `sentinel announce-hostnames ${index === 0 ? 'yes' : 'no'}`,
      `sentinel myid ${id}`,
      `sentinel monitor mymaster localhost ${port} 2`,
      'sentinel down-after-milliseconds mymaster 500',
      `sentinel known-replica mymaster 127.0.0.1 ${port + 1}`,
      `sentinel known-replica mymaster localhost ${port + 2}`,
      ...known,
    ].join('\n')
    const cliOptions = ['-a', password, '--no-auth-warning']
    sentinels.push(
      await servers.start(`s${index + 1}`, {port: port + 10 + index, isSentinel: true, conf, cliOptions}),
    )
  }
  const [s1, s2] = sentinels as [Server, Server, Server]
  await s1.says(new RegExp(`\\+sdown sentinel ${ids[2]}`))
  const told = (sentinel: Server) => sentinel.cli('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster')
  expect(await told(s1)).toContain('localhost')
  expect(await told(s2)).toContain('127.0.0.1')
  await answers(master, ['INFO', 'replication'], /connected_slaves:1/)
  const env = {REDIS_SENTINEL_USERNAME: 'reader', REDIS_SENTINEL_PASSWORD: 'reads-all'}
  const seen = (await redislab(`diagnose sentinel://127.0.0.1:${s1.port} --json`, {env})).json()
  expect(said(seen, 'sentinel-passwords-differ').join()).toMatch(/asks for another password than/)
  expect(said(seen, 'hostnames-mixed').join()).toMatch(/announces hostnames, and .* do not/)
  expect(said(seen, 'hostnames-mixed').join()).toMatch(/known by names and by addresses/)
  expect(said(seen, 'chained-replica').join()).toContain(`follows 127.0.0.1:${port + 1}, which is a replica`)
  expect(JSON.stringify(seen)).not.toMatch(/the-first-one|another-one|reads-all/)
})

test('a user that may not ask all: which right is missing, on which server', async ({
  servers,
  redislab,
  port,
}) => {
  const rights = '+acl|whoami +info +role +client|list +acl|list +acl|log +latency|latest'
  const conf = `user reader on >reads &* ${rights}`
  const server = await servers.start('n1', {port, conf})
  const env = {REDIS_USERNAME: 'reader', REDIS_PASSWORD: 'reads'}
  const ask = async () => (await redislab(`diagnose redis://127.0.0.1:${port} --json`, {env})).json()
  const {findings} = await ask()
  const found = findings.find(({id}: {id: string}) => id === 'login-lacks-rights')
  expect(found.title).toBe(`The user reader may not run CONFIG GET and SLOWLOG GET on 127.0.0.1:${port}.`)
  const allow = /redis-cli (ACL SETUSER .*?), then/.exec(found.fix[0])?.[1] ?? ''
  expect(await server.cli(...allow.split(' '))).toContain('OK')
  expect(said(await ask(), 'login-lacks-rights')).toEqual([])
})

test('more instances than are asked: it says so', async ({servers, port}) => {
  await servers.start('n1', {port})
  const replica = await servers.start('n2', {port: port + 1, conf: `replicaof 127.0.0.1 ${port}`})
  await answers(replica, ['INFO', 'replication'], /master_link_status:up/)
  const kept = {addresses: [`redis://127.0.0.1:${port}`], map: []}
  const {transcripts} = await askDeployment(kept, {login: {}, maxNodes: 1})
  const {findings} = diagnose(transcripts.map(({name, text}) => readText(name, text)))
  expect(findings.find(({id}) => id === 'instances-left-out')?.title).toBe(
    `1 instance was left out, 127.0.0.1:${port + 1}: no more than 1 are asked.`,
  )
})

test('what is written while a replica is copied does not fit into its buffer', async ({
  servers,
  redislab,
  port,
}) => {
  const conf =
    'client-output-buffer-limit replica 1mb 0 0\nrepl-backlog-size 16kb\nrdb-key-save-delay 15000\nrepl-diskless-sync no'
  const master = await servers.start('n1', {port, conf})
  await master.cli('DEBUG', 'POPULATE', '100')
  await master.cli('BGSAVE')
  await answers(master, ['INFO', 'persistence'], /rdb_last_bgsave_time_sec:[12]/)
  // A first one, so that there is a stream; then it is gone.
  const first = await servers.start('n2', {port: port + 1, conf: `replicaof 127.0.0.1 ${port}`})
  await answers(master, ['INFO', 'replication'], /state=online/)
  await first.end()
  const done = new AbortController()
  const write = async () => {
    using writer = await Connection.open({host: '127.0.0.1', port})
    while (!done.signal.aborted) await writer.call('SET', 'key', 'x'.repeat(50_000))
  }
  const writing = write()
  const seen = (await redislab(`diagnose redis://127.0.0.1:${port} --for 1s --json`)).json()
  expect(said(seen, 'replica-buffer-short-for-rate').join()).toMatch(/fill its buffer, and saving alone took/)
  await servers.start('n3', {port: port + 2, conf: `replicaof 127.0.0.1 ${port}`})
  await master.says(/overcoming of output buffer limits/)
  done.abort()
  await writing
})

test('a cluster whose one replica may not take over, and whose slots are with one node', async ({
  servers,
  redislab,
  clusterPort,
}) => {
  const nodes: Server[] = []
  for (let index = 0; index < 4; index++) {
    const conf = `cluster-enabled yes\ncluster-node-timeout 500\n${index === 3 ? 'cluster-replica-no-failover yes' : ''}`
    nodes.push(await servers.start(`n${index + 1}`, {port: clusterPort + index, conf}))
  }
  const [n1, n2, n3, n4] = nodes as [Server, Server, Server, Server]
  await n1.cli('CLUSTER', 'ADDSLOTSRANGE', '0', '10000')
  await n2.cli('CLUSTER', 'ADDSLOTSRANGE', '10001', '13500')
  await n3.cli('CLUSTER', 'ADDSLOTSRANGE', '13501', '16383')
  for (const [index, node] of [n1, n2, n3].entries())
    await node.cli('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))
  for (const {port} of [n2, n3, n4]) await n1.cli('CLUSTER', 'MEET', '127.0.0.1', String(port))
  await answers(n4, ['CLUSTER', 'INFO'], /cluster_known_nodes:4/)
  await n4.cli('CLUSTER', 'REPLICATE', (await n2.cli('CLUSTER', 'MYID')).trim())
  for (const node of nodes) await answers(node, ['CLUSTER', 'INFO'], /cluster_state:ok/)
  await answers(n2, ['INFO', 'replication'], /state=online/)
  await answers(n1, ['CLUSTER', 'NODES'], /slave,nofailover/)
  const seen = (await redislab(`diagnose redis://127.0.0.1:${clusterPort} --json`)).json()
  expect(said(seen, 'cluster-no-failover').join()).toContain(
    `No replica of 127.0.0.1:${n2.port} may take over: 127.0.0.1:${n4.port} has cluster-replica-no-failover yes`,
  )
  expect(said(seen, 'slots-unbalanced').join()).toContain('10001 slots')
  await n2.end()
  await answers(n1, ['CLUSTER', 'INFO'], /cluster_state:fail/)
  // Elections come within a second; this one does not, until it is asked for by hand.
  await answers(n4, ['INFO', 'replication'], /master_link_down_since_seconds:[3-9]/)
  expect(await n4.cli('ROLE')).toMatch(/^slave/)
  await n4.cli('CLUSTER', 'FAILOVER', 'FORCE')
  await answers(n4, ['ROLE'], /^master/)
})

test.skipIf(older === undefined || newer === undefined)(
  'a replica that is older than its master does not read its copy',
  async ({servers, redislab, port}) => {
    await servers.start('n1', {port, binary: newer?.path ?? ''})
    const conf = `replicaof 127.0.0.1 ${port}`
    const replica = await servers.start('n2', {port: port + 1, binary: older?.path ?? '', conf})
    await replica.says(/Can't handle RDB format version/)
    const urls = `redis://127.0.0.1:${port} redis://127.0.0.1:${port + 1}`
    const seen = (await redislab(`diagnose ${urls} --json`)).json()
    expect(said(seen, 'versions-differ').join()).toMatch(/is older than its master: .* is Redis/)
  },
)
