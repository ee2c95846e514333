// What the nodes of a cluster say of each other and of themselves when all of them are asked: each mistake on real servers, the
// consequence, and what diagnose says of the replies.
import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {takesKeysOf} from '../../../src/core/redis/rdb-version.ts'
import {featuresOf} from '../../../src/core/redis/server-version.ts'
import {findServers} from '../../../src/engine/servers/find-servers.ts'
import {askLive, titlesOf} from '../../support/diagnosis/ask-live.ts'
import {expect, test} from '../../support/diagnosis/proof-test.ts'
import {answers, type Server, type Servers} from '../../support/diagnosis/servers.ts'

const here = (await findServers()).flatMap(({flavour, version, path}) =>
  flavour === 'keydb' ? [] : [{flavour, version, path}],
)
/** Two, of which the first does not take keys of the second. */
const [older, newer] =
  here
    .flatMap((target) => here.map((source) => [target, source] as const))
    .find(([target, source]) => takesKeysOf(target, source) === false) ?? []

/** One whose nodes have shard ids. */
const sharded = here.find((server) => featuresOf(server).shardIds)

/** Masters with all slots, of one server each, that have met. */
async function startMasters(
  servers: Servers,
  port: number,
  {binaries = [], conf = ''}: {readonly binaries?: readonly string[]; readonly conf?: string} = {},
): Promise<readonly [Server, Server, Server]> {
  const nodes: Server[] = []
  const slots = [
    ['0', '5460'],
    ['5461', '10922'],
    ['10923', '16383'],
  ] as const
  for (const [index, range] of slots.entries()) {
    const lines = `cluster-enabled yes\ncluster-node-timeout 1000\n${conf}`
    const binary = binaries[index]
    const options = {port: port + index, conf: lines, ...(binary === undefined ? {} : {binary})}
    const node = await servers.start(`n${index + 1}`, options)
    await node.cli('CLUSTER', 'ADDSLOTSRANGE', ...range)
    await node.cli('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))
    nodes.push(node)
  }
  const [n1, ...others] = nodes as [Server, Server, Server]
  for (const node of others) await n1.cli('CLUSTER', 'MEET', '127.0.0.1', String(node.port))
  for (const node of nodes) await answers(node, ['CLUSTER', 'INFO'], /cluster_state:ok[\s\S]*known_nodes:3/)
  for (const node of nodes) await answers(node, ['CLUSTER', 'NODES'], /^(?!.*handshake)/)
  return nodes as [Server, Server, Server]
}

const idOf = async (node: Server) => (await node.cli('CLUSTER', 'MYID')).trim()

test.skipIf(older === undefined)(
  'nodes of two versions: a slot does not move from the newer to the older one',
  async ({servers, clusterPort}) => {
    const [old, young] = [older?.path ?? '', newer?.path ?? '']
    const [n1, n2] = await startMasters(servers, clusterPort, {binaries: [old, young, young]})
    const seen = await askLive(`redis://127.0.0.1:${clusterPort}`)
    expect(titlesOf(seen, 'cluster-versions-mixed')).toHaveLength(1)
    expect(titlesOf(seen, 'cluster-versions-mixed').join()).toMatch(
      new RegExp(`run 2 versions: .*:${n1.port} \\S+ ${older?.version}; .*:${n2.port} and `),
    )
    // Slot 8455 is that of the key k4.
    await n2.cli('SET', 'k4', 'value')
    await n1.cli('CLUSTER', 'SETSLOT', '8455', 'IMPORTING', await idOf(n2))
    await n2.cli('CLUSTER', 'SETSLOT', '8455', 'MIGRATING', await idOf(n1))
    expect(await n2.cli('MIGRATE', '127.0.0.1', String(n1.port), 'k4', '0', '1000')).toContain(
      'DUMP payload version or checksum are wrong',
    )
    const after = await askLive(`redis://127.0.0.1:${clusterPort}`)
    expect(titlesOf(after, 'open-slots').join()).toContain('Slot 8455 is half moved')
  },
)

/** Starts nodes again, each with its nodes.conf changed. */
async function restartWith(
  servers: Servers,
  nodes: readonly Server[],
  change: (nodesConf: string) => string,
): Promise<readonly Server[]> {
  for (const node of nodes) {
    await node.end()
    const file = path.join(node.folder, 'nodes.conf')
    writeFileSync(file, change(readFileSync(file, 'utf8')))
  }
  const again: Server[] = []
  for (const {name, port} of nodes) again.push(await servers.start(name, {port, binary: sharded?.path ?? ''}))
  for (const node of again) await answers(node, ['CLUSTER', 'INFO'], /cluster_state:ok/)
  return again
}

test.skipIf(sharded === undefined)(
  'a nodes.conf without shard ids, and one with the same twice: slots are not listed',
  async ({servers, clusterPort}) => {
    const path = sharded?.path ?? ''
    const nodes = await startMasters(servers, clusterPort, {binaries: [path, path, path]})
    const [n1, n2, n3] = nodes
    const url = `redis://127.0.0.1:${clusterPort}`
    const healthy = await askLive(url)
    expect(titlesOf(healthy, 'shards-lack-slots')).toEqual([])
    expect(titlesOf(healthy, 'shard-has-two-masters')).toEqual([])

    const [bare] = await restartWith(servers, [n2], (text) => text.replaceAll(/,shard-id=[0-9a-f]{40}/g, ''))
    expect(await n2.cli('CLUSTER', 'SHARDS')).not.toMatch(/^10922$/m)
    expect(await n2.cli('CLUSTER', 'SLOTS')).toMatch(/^10922$/m)
    expect(titlesOf(await askLive(url), 'shards-lack-slots')).toEqual([
      `CLUSTER SHARDS of 127.0.0.1:${n2.port} lacks slots 5461-10922, which CLUSTER NODES there gives to 127.0.0.1:${n2.port}, epoch 2.`,
    ])
    // What is advised: it has written the ids by now.
    const [healed] = await restartWith(servers, bare === undefined ? [] : [bare], (text) => text)
    expect(titlesOf(await askLive(url), 'shards-lack-slots')).toEqual([])

    const own = /shard-id=[0-9a-f]{40}/
    const lineOf = (text: string, port: number) => text.split('\n').find((line) => line.includes(`:${port}@`))
    await restartWith(servers, [n1, healed ?? n2, n3], (text) => {
      const [one, other] = [n1, n2].map(({port}) => own.exec(lineOf(text, port) ?? '')?.[0] ?? '')
      return text.replaceAll(other ?? '', one ?? '')
    })
    const seen = await askLive(url)
    expect(titlesOf(seen, 'shard-has-two-masters').join()).toContain('are masters of one shard, as ')
    const [first, second] = await Promise.all(
      [5460, 10922].map(async (slot) => new RegExp(`^${slot}$`, 'm').test(await n1.cli('CLUSTER', 'SHARDS'))),
    )
    expect([first, second].toSorted()).toEqual([false, true])
  },
)
