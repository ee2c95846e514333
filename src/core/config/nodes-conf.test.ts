import {expect, test} from 'vitest'
import {renderLoneNodesConf, withoutNode} from './nodes-conf.ts'

const [own, other] = ['a'.repeat(40), 'b'.repeat(40)]

test('a node that knows nobody is a master without slots', () => {
  const node = {name: 'n7', kind: 'redis', host: '127.0.0.1', port: 6386, nodeId: own} as const
  expect(renderLoneNodesConf(node)).toBe(
    `${own} 127.0.0.1:6386@16386 myself,master - 0 0 0 connected\nvars currentEpoch 0 lastVoteEpoch 0\n`,
  )
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
