import {expect, test} from 'vitest'
import {planOf} from '../../../test/support/samples.ts'
import {renderLoneNodesConf, renderNodesConf, withoutNode} from './nodes-conf.ts'

const [own, other] = ['a'.repeat(40), 'b'.repeat(40)]
const withoutShardIds = {flavour: 'redis', version: '7.0.15'} as const
const withShardIds = {flavour: 'valkey', version: '7.2.4'} as const

test('a node that knows nobody is a master without slots', () => {
  const node = {name: 'n7', kind: 'redis', host: '127.0.0.1', port: 6386, nodeId: own} as const
  expect(renderLoneNodesConf(node, withoutShardIds)).toBe(
    `${own} 127.0.0.1:6386@16386 myself,master - 0 0 0 connected\nvars currentEpoch 0 lastVoteEpoch 0\n`,
  )
  expect(renderLoneNodesConf(node, withShardIds)).toBe(
    `${own} 127.0.0.1:6386@16386,,shard-id=${own} myself,master - 0 0 0 connected\nvars currentEpoch 0 lastVoteEpoch 0\n`,
  )
})

test('every file has one id for each shard, for servers that know such', () => {
  const plan = planOf('3m3r', {cluster: true})
  const idsIn = (server: Parameters<typeof renderNodesConf>[2]) =>
    plan.instances.map((instance) =>
      renderNodesConf(plan, instance, server)
        .split('\n')
        .flatMap((line) => /,,shard-id=([0-9a-f]{40}) /.exec(line)?.[1] ?? []),
    )
  const [first = [], ...others] = idsIn(withShardIds)
  expect(first).toHaveLength(6)
  expect(new Set(first).size).toBe(3)
  expect(first.slice(3)).toEqual(first.slice(0, 3))
  for (const ids of others) expect(ids).toEqual(first)
  expect(idsIn(withoutShardIds).flat()).toEqual([])
})

test('one node is forgotten: not one that replicates from it, nor the epochs', () => {
  const lines = [
    `${own} 127.0.0.1:6380@16380 myself,slave ${other} 0 0 1 connected`,
    'vars currentEpoch 3 lastVoteEpoch 0',
    '',
  ]
  const conf = [`${other} 127.0.0.1:6381@16381 master - 0 0 2 connected 0-99`, ...lines].join('\n')
  expect(withoutNode(conf, other)).toBe(lines.join('\n'))
})
