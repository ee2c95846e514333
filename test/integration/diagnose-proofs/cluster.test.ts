// What goes wrong between the nodes of a cluster, on real servers, and what diagnose says of what they wrote and answered.

import {copyFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {connect} from 'node:net'
import path from 'node:path'
import {chooseServer} from '../../../src/engine/servers/choose-server.ts'
import {diagnose} from '../../../src/index.ts'
import {describe, expect, test} from '../../support/diagnosis/proof-test.ts'
import {answers, type Server, type Servers, said} from '../../support/diagnosis/servers.ts'

const cluster = 'cluster-enabled yes\ncluster-node-timeout 500\ncluster-require-full-coverage no'

async function startNodes(
  servers: Servers,
  port: number,
  confs: readonly string[],
): Promise<readonly Server[]> {
  const nodes: Server[] = []
  for (const [index, conf] of confs.entries()) {
    nodes.push(await servers.start(`n${index + 1}`, {port: port + index, conf: `${cluster}\n${conf}`}))
  }
  return nodes
}

async function meet([first, ...others]: readonly Server[]): Promise<void> {
  for (const {host, port} of others) await first?.cli('CLUSTER', 'MEET', host, String(port))
  for (const node of [first, ...others]) {
    if (node === undefined) continue
    await answers(node, ['CLUSTER', 'INFO'], new RegExp(`cluster_known_nodes:${others.length + 1}\\b`))
    await answers(node, ['CLUSTER', 'NODES'], /^(?!.*handshake)/)
  }
}

const give = (node: Server, from: number, to: number) =>
  node.cli('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to))

const nodesOf = (nodes: readonly Server[]) => Promise.all(nodes.map((it) => it.save('CLUSTER', 'NODES')))

test('a node that is to be named by a hostname and has none is "?" for clients', async ({
  servers,
  clusterPort,
}) => {
  const [n1] = (await startNodes(servers, clusterPort, ['cluster-preferred-endpoint-type hostname'])) as [
    Server,
  ]
  await give(n1, 0, 16383)
  await answers(n1, ['CLUSTER', 'INFO'], /cluster_state:ok/)
  expect(await n1.cli('CLUSTER', 'SLOTS')).toMatch(/^\?$/m)
  expect(said(await servers.diagnose(), 'endpoint-unknown').join()).toContain('"?" as the address of n1')
  await n1.cli('CONFIG', 'SET', 'cluster-announce-hostname', 'n1.example')
  await n1.cli('CONFIG', 'REWRITE')
  expect(await n1.cli('CLUSTER', 'SLOTS')).toContain('n1.example')
  expect(said(await servers.diagnose(), 'endpoint-unknown')).toEqual([])
})

test('a bus port that is not reached: the handshake does not end', async ({servers, clusterPort}) => {
  const nodes = (await startNodes(servers, clusterPort, ['', ''])) as [Server, Server]
  const [n1, n2] = nodes
  await n1.cli('CLUSTER', 'MEET', n2.host, String(n2.port), String(n2.port + 10_001))
  await answers(n1, ['CLUSTER', 'NODES'], /handshake/)
  const [file] = await nodesOf([n1])
  expect(said(await diagnose([file ?? '']), 'bus-port-unreachable').join()).toContain(
    'the handshake does not end',
  )
  expect(await n2.cli('CLUSTER', 'INFO')).toContain('cluster_known_nodes:1')
  await n1.cli('CLUSTER', 'MEET', n2.host, String(n2.port))
  await answers(n2, ['CLUSTER', 'INFO'], /cluster_known_nodes:2/)
})

test('a node whose others are all gone, or elsewhere, counts all of them as down', async ({
  servers,
  clusterPort,
}) => {
  const nodes = (await startNodes(servers, clusterPort, ['', '', ''])) as [Server, Server, Server]
  const [n1, n2, n3] = nodes
  await meet(nodes)
  await give(n1, 0, 16383)
  await answers(n1, ['CLUSTER', 'INFO'], /cluster_state:ok/)
  expect(said(await diagnose(await nodesOf([n1])), 'node-cut-off')).toEqual([])
  await n2.end()
  await n3.end()
  await answers(n1, ['CLUSTER', 'NODES'], /(?:fail|disconnected)[\s\S]*(?:fail|disconnected)/)
  expect(said(await diagnose(await nodesOf([n1])), 'node-cut-off').join()).toContain(
    'reaches none of the 2 other nodes',
  )
})

test('settings that differ: one node serves, and the other does not', async ({servers, clusterPort}) => {
  const nodes = (await startNodes(servers, clusterPort, ['', 'cluster-require-full-coverage yes'])) as [
    Server,
    Server,
  ]
  const [n1, n2] = nodes
  await meet(nodes)
  await give(n1, 0, 8191)
  await give(n2, 8192, 16382)
  // Slot 16383 has no owner. "foo" is in slot 12182, "bar" in 5061.
  await answers(n1, ['GET', 'bar'], /^\n$/)
  await answers(n2, ['GET', 'foo'], /CLUSTERDOWN/)
  expect(said(await servers.diagnose(), 'cluster-settings-differ').join()).toContain('n1 no, n2 yes')
  const check = await n1.save('--cluster', 'check', `${n1.host}:${n1.port}`)
  expect(said(await diagnose([check]), 'cluster-check-failed').join()).toContain('Some slots have no owner')
})

test('two views: each sends clients to the other one', async ({servers, clusterPort}) => {
  const nodes = (await startNodes(servers, clusterPort, ['', ''])) as [Server, Server]
  const [n1, n2] = nodes
  await meet(nodes)
  await give(n1, 0, 8191)
  await give(n2, 8192, 16383)
  await answers(n1, ['CLUSTER', 'INFO'], /cluster_state:ok/)
  await answers(n2, ['CLUSTER', 'INFO'], /cluster_state:ok/)
  expect(said(await diagnose(await nodesOf(nodes)), 'nodes-disagree')).toEqual([])
  // n1 is told that slot 5061 (of "bar") is the other's; n2 is told nothing.
  const id = (await n2.cli('CLUSTER', 'MYID')).trim()
  await n1.cli('CLUSTER', 'SETSLOT', '5061', 'NODE', id)
  expect(await n1.cli('GET', 'bar')).toContain(`MOVED 5061 127.0.0.1:${n2.port}`)
  expect(await n2.cli('GET', 'bar')).toContain(`MOVED 5061 127.0.0.1:${n1.port}`)
  expect(said(await diagnose(await nodesOf(nodes)), 'nodes-disagree').join()).toMatch(/disagree about 1 slot/)
})

describe('nodes.conf', () => {
  const id = (digit: string) => digit.repeat(40)
  const line = (
    digit: string,
    port: number,
    flags: string,
    epoch: number,
    slots: string,
    host = '127.0.0.1',
  ) => `${id(digit)} ${host}:${port}@${port + 10_000} ${flags} - 0 0 ${epoch} connected ${slots}`
  const vars = 'vars currentEpoch 1 lastVoteEpoch 0\n'
  const conf = cluster

  test('with one epoch for two masters: they go on so until they meet', async ({
    servers,
    clusterPort: port,
  }) => {
    const list = (own: string) =>
      [
        line('a', port, own === 'a' ? 'myself,master' : 'master', 1, '0-8191'),
        line('b', port + 1, own === 'b' ? 'myself,master' : 'master', 1, '8192-16383'),
        vars,
      ].join('\n')
    const n1 = await servers.start('n1', {port, conf, files: {'nodes.conf': list('a')}})
    expect(said(await diagnose(await nodesOf([n1])), 'config-epochs-equal').join()).toContain(
      '2 masters have one configEpoch, 1',
    )
    await servers.start('n2', {port: port + 1, conf, files: {'nodes.conf': list('b')}})
    await answers(n1, ['CLUSTER', 'NODES'], / 2 connected /)
    expect(said(await diagnose(await nodesOf([n1])), 'config-epochs-equal')).toEqual([])
  })

  test('that was copied: others see one node that moves to and fro', async ({servers, clusterPort: port}) => {
    const nodes = (await startNodes(servers, port, ['', ''])) as [Server, Server]
    await meet(nodes)
    const [n1, n2] = nodes
    await give(n1, 0, 16383)
    await n2.cli('CLUSTER', 'SAVECONFIG')
    const copied = path.join(servers.home, 'copied')
    mkdirSync(copied)
    copyFileSync(path.join(n2.folder, 'nodes.conf'), path.join(copied, 'nodes.conf'))
    const n3 = await servers.start('n3', {
      port: port + 2,
      host: '127.0.0.2',
      conf: `${conf}\nbind-source-addr 127.0.0.2`,
      folder: copied,
    })
    await n3.cli('CLUSTER', 'MEET', n1.host, String(n1.port))
    await n1.says(/now 127\.0\.0\.2[\s\S]*now 127\.0\.0\.1/)
    expect(await n3.cli('CLUSTER', 'MYID')).toBe(await n2.cli('CLUSTER', 'MYID'))
    const found = await diagnose([...(await nodesOf([n2, n3])), path.join(n1.folder, 'redis.log')])
    expect(said(found, 'node-ids-shared').join()).toContain('have one node id')
    expect(said(found, 'node-address-flips').join()).toContain('changes to and fro between')
  })

  test('with another shard id for a replica than for its master: it is refused', async ({
    servers,
    clusterPort: port,
    skip,
  }) => {
    const {flavour, version} = await chooseServer()
    const [major = 0, minor = 0] = version.split('.').map(Number)
    skip(major < 7 || (major === 7 && minor < 2), `${flavour} ${version} has no shard ids`)
    const list = (shard: string) =>
      [
        line('a', port, 'myself,master', 1, '0-16383').replace(/(@\d+)/, `$1,,shard-id=${id('1')}`),
        `${id('b')} 127.0.0.1:${port + 1}@${port + 10_001},,shard-id=${shard} slave ${id('a')} 0 0 1 connected`,
        vars,
      ].join('\n')
    const sound = await servers.start('n1', {port, conf, files: {'nodes.conf': list(id('1'))}})
    expect(await sound.cli('CLUSTER', 'MYID')).toBe(`${id('a')}\n`)
    const n2 = await servers.start('n2', {
      port: port + 2,
      conf,
      files: {'nodes.conf': list(id('2'))},
      isAwaited: false,
    })
    const refuses = new Promise((resolve) => n2.process.once('exit', () => resolve(true)))
    const starts = n2.says(/Ready to accept connections/).then(() => false)
    skip(!(await Promise.race([refuses, starts])), `${flavour} ${version} mends them itself`)
    expect(said(await servers.diagnose(), 'shard-ids-differ').join()).toContain(
      'The nodes.conf is not damaged',
    )
  })

  test('with an address that the node has no more: clients are sent there', async ({
    servers,
    clusterPort: port,
  }) => {
    const list = `${line('a', port, 'myself,master', 1, '0-16383', '127.0.0.9')}\n${vars}`
    const n1 = await servers.start('n1', {port, conf, files: {'nodes.conf': list}})
    await answers(n1, ['CLUSTER', 'INFO'], /cluster_state:ok/)
    expect(await n1.cli('CLUSTER', 'SLOTS')).toContain('127.0.0.9')
    const there = await n1.save('-h', '127.0.0.9', 'PING')
    const found = await diagnose([...(await nodesOf([n1])), there])
    expect(said(found, 'own-address-stale').join()).toContain('announces 127.0.0.9, an old address')
    await n1.cli('CONFIG', 'SET', 'cluster-announce-ip', '127.0.0.1')
    await answers(n1, ['CLUSTER', 'SLOTS'], /127\.0\.0\.1/)
  })
})

test('a node whose address another one takes stays in the list', async ({servers, clusterPort: port}) => {
  const nodes = (await startNodes(servers, port, ['', ''])) as [Server, Server]
  const [n1, n2] = nodes
  await meet(nodes)
  expect(said(await diagnose(await nodesOf([n1])), 'ghost-nodes')).toEqual([])
  await n2.end()
  const n3 = await servers.start('n3', {port: n2.port, conf: cluster})
  await n3.cli('CLUSTER', 'MEET', n1.host, String(n1.port))
  await answers(n1, ['CLUSTER', 'NODES'], /noaddr/)
  expect(said(await diagnose(await nodesOf([n1])), 'ghost-nodes').join()).toContain('is no living member')
})

test('a replica that was without its master for too long does not stand for election', async ({
  servers,
  clusterPort: port,
}) => {
  const short = 'cluster-replica-validity-factor 1\nrepl-ping-replica-period 1\nrepl-diskless-sync-delay 0'
  const nodes = await startNodes(servers, port, [short, short, short, `${short}\nmasterauth wrong`])
  const [n1, n2, n3, n4] = nodes as readonly [Server, Server, Server, Server]
  await n1.cli('CONFIG', 'SET', 'masterauth', '')
  await n4.cli('CONFIG', 'SET', 'masterauth', '')
  await meet(nodes)
  await give(n1, 0, 5460)
  await give(n2, 5461, 10922)
  await give(n3, 10923, 16383)
  await n4.cli('CLUSTER', 'REPLICATE', (await n1.cli('CLUSTER', 'MYID')).trim())
  await answers(n4, ['INFO', 'replication'], /master_link_status:up/)
  await answers(n4, ['CLUSTER', 'INFO'], /cluster_state:ok[\s\S]*cluster_size:3/)
  expect(said(await servers.diagnose(), 'replica-data-too-old')).toEqual([])
  // The link ends, and cannot come back: its master asks for a password that it does not have.
  await n1.cli('CONFIG', 'SET', 'requirepass', 'secret')
  await n1.cli('-a', 'secret', 'CLIENT', 'KILL', 'TYPE', 'replica')
  await answers(n4, ['INFO', 'replication'], /master_link_down_since_seconds:[2-9]/)
  await n1.end()
  await n4.says(/Disconnected from (?:master|primary) for longer than allowed/i)
  expect(await n4.cli('ROLE')).toMatch(/^slave/)
  expect(said(await servers.diagnose(), 'replica-data-too-old').join()).toContain(
    'n4 did not stand for election',
  )
})

test('a node at a loopback address, and others elsewhere: clients are sent to themselves', async ({
  servers,
  clusterPort: port,
}) => {
  const nodes = (await startNodes(servers, port, ['', '', ''])) as [Server, Server, Server]
  const [n1, n2, n3] = nodes
  await meet(nodes)
  await give(n1, 0, 16383)
  await answers(n2, ['CLUSTER', 'INFO'], /cluster_slots_assigned:16384/)
  expect(said(await diagnose(await nodesOf([n1])), 'node-at-loopback')).toEqual([])
  await n2.cli('CONFIG', 'SET', 'cluster-announce-ip', '203.0.113.2')
  await n3.cli('CONFIG', 'SET', 'cluster-announce-ip', '203.0.113.3')
  await answers(
    n1,
    ['CLUSTER', 'NODES'],
    /203\.0\.113\.2[\s\S]*203\.0\.113\.3|203\.0\.113\.3[\s\S]*203\.0\.113\.2/,
  )
  // On another machine that would be the client itself.
  await answers(n2, ['GET', 'a'], new RegExp(`MOVED 15495 127\\.0\\.0\\.1:${port}`))
  expect(said(await diagnose(await nodesOf([n1])), 'node-at-loopback').join()).toContain(
    `(127.0.0.1:${port}, the node that was asked) is listed at a loopback address, while 2 other nodes are elsewhere`,
  )
})

test('what is no message of the bus comes to its port', async ({servers, clusterPort}) => {
  const [n1] = (await startNodes(servers, clusterPort, [''])) as [Server]
  const socket = connect(n1.port + 10_000, n1.host)
  socket.on('error', () => undefined)
  socket.write('GET / HTTP/1.1\r\nHost: node\r\n\r\n')
  await n1.says(/Bad message length or signature/)
  socket.destroy()
  expect(await n1.cli('PING')).toBe('PONG\n')
  expect(said(await servers.diagnose(), 'bus-foreign-data').join()).toMatch(
    /Something that does not speak as the nodes of this cluster do came to the bus port of n1 \(once/,
  )
})

test('a nodes.conf that was not written to its end', async ({servers, clusterPort}) => {
  const [n1] = (await startNodes(servers, clusterPort, [''])) as [Server]
  await give(n1, 0, 16383)
  await n1.end()
  const file = path.join(n1.folder, 'nodes.conf')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^vars [\s\S]*/m, 'va\n'))
  const again = await servers.start('n1', {port: clusterPort, folder: n1.folder, isAwaited: false})
  await again.says(/corrupted cluster config file/)
  expect(said(await servers.diagnose([file]), 'nodes-conf-cut')).toEqual([
    'nodes-conf-cut: The nodes.conf ends in the middle of its last line (vars currentEpoch …): the node does not start from it.',
  ])
})
