// What the nodes of a cluster say of each other and of themselves when all of them are asked: each mistake on real servers, the
// consequence, and what diagnose says of the replies.
import {takesKeysOf} from '../../../src/core/redis/rdb-version.ts'
import {findServers} from '../../../src/engine/servers/find-servers.ts'
import {expect, test} from '../../support/diagnosis/proof-test.ts'
import {answers, type Server, type Servers, said} from '../../support/diagnosis/servers.ts'

const here = (await findServers()).flatMap(({flavour, version, path}) =>
  flavour === 'keydb' ? [] : [{flavour, version, path}],
)
/** Two, of which the first does not take keys of the second. */
const [older, newer] =
  here
    .flatMap((target) => here.map((source) => [target, source] as const))
    .find(([target, source]) => takesKeysOf(target, source) === false) ?? []

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
  async ({servers, redislab, clusterPort}) => {
    const [old, young] = [older?.path ?? '', newer?.path ?? '']
    const [n1, n2] = await startMasters(servers, clusterPort, {binaries: [old, young, young]})
    const seen = (await redislab(`diagnose redis://127.0.0.1:${clusterPort} --json`)).json()
    expect(said(seen, 'cluster-versions-mixed')).toHaveLength(1)
    expect(said(seen, 'cluster-versions-mixed').join()).toMatch(
      new RegExp(`run 2 versions: .*:${n1.port} \\S+ ${older?.version}; .*:${n2.port} and `),
    )
    // Slot 8455 is that of the key k4.
    await n2.cli('SET', 'k4', 'value')
    await n1.cli('CLUSTER', 'SETSLOT', '8455', 'IMPORTING', await idOf(n2))
    await n2.cli('CLUSTER', 'SETSLOT', '8455', 'MIGRATING', await idOf(n1))
    expect(await n2.cli('MIGRATE', '127.0.0.1', String(n1.port), 'k4', '0', '1000')).toContain(
      'DUMP payload version or checksum are wrong',
    )
    const after = (await redislab(`diagnose redis://127.0.0.1:${clusterPort} --json`)).json()
    expect(said(after, 'open-slots').join()).toContain('Slot 8455 is half moved')
  },
)
