import {expect, test} from 'vitest'
import {parseClusterNodes} from './cluster-nodes.ts'

const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(40))

test('nodes, slots and slots that are on their way', () => {
  const text = [
    `${a} 127.0.0.1:6380@16380 myself,master - 0 1426238317000 3 connected 0-5460 5463 0-5460 [866->-${b}] [867-<-${c}]`,
    `${b} 127.0.0.1:6381@16381,host-1,shard-id=x slave,fail? ${a} 1426238316232 1426238317741 3 disconnected`,
    `${c} :0@0 master,noaddr - 0 0 0 connected`,
    'vars currentEpoch 3 lastVoteEpoch 0',
    '',
  ].join('\n')
  expect(parseClusterNodes(text)).toEqual([
    {
      id: a,
      address: '127.0.0.1:6380',
      flags: ['myself', 'master'],
      configEpoch: 3,
      isConnected: true,
      slots: [
        {first: 0, last: 5460},
        {first: 5463, last: 5463},
      ],
      open: [
        {slot: 866, state: 'migrating', other: b},
        {slot: 867, state: 'importing', other: c},
      ],
    },
    {
      id: b,
      address: '127.0.0.1:6381',
      flags: ['slave', 'fail?'],
      masterId: a,
      configEpoch: 3,
      isConnected: false,
      slots: [],
      open: [],
    },
    {
      id: c,
      address: ':0',
      flags: ['master', 'noaddr'],
      configEpoch: 0,
      isConnected: true,
      slots: [],
      open: [],
    },
  ])
})
