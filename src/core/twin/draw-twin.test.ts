import {expect, test} from 'vitest'
import {readText} from '../evidence/read-text.ts'
import {drawTwin} from './draw-twin.ts'

test('every line of a conf has its fate, also one that names no known directive', () => {
  const conf = ['port 6379', 'bind 10.0.0.1', 'save 900 1', 'no-such-directive 3'].join('\n')
  const {instances} = drawTwin([readText('n1.conf', conf)], {
    name: 'twin',
    server: {flavour: 'redis', version: '7.0.15'},
    timing: 'kept',
    makePassword: () => 'made-up',
    hash: () => '0'.repeat(64),
  })
  const [instance] = instances
  expect(instance?.lines.map(({place, name, fate}) => [place.line, name, fate])).toEqual([
    [1, 'port', 'adapted'],
    [2, 'bind', 'adapted'],
    [3, 'save', 'adapted'],
    [4, 'no-such-directive', 'left out'],
  ])
})

test('a variable in place of a number is no timer', () => {
  const conf = [
    'sentinel monitor mymaster 10.0.0.1 6379 1',
    'sentinel down-after-milliseconds mymaster $DOWN_AFTER',
    'sentinel parallel-syncs mymaster $SYNCS',
  ].join('\n')
  const {timers, timing, instances} = drawTwin(
    [readText('n1.conf', 'port 6379\nbind 10.0.0.1'), readText('sentinel.conf', conf)],
    {
      name: 'twin',
      server: {flavour: 'redis', version: '7.0.15'},
      timing: 'kept',
      makePassword: () => 'made-up',
      hash: () => '0'.repeat(64),
    },
  )
  expect(timing.originalDownAfterMs).toBe(30_000)
  expect(timers).toEqual({downAfterMs: 30_000, failoverTimeoutMs: 180_000, parallelSyncs: 1})
  const lines = instances.find(({kind}) => kind === 'sentinel')?.lines ?? []
  expect(lines.map(({fate}) => fate)).toEqual(['adapted', 'left out', 'left out'])
})
