import {expect, test} from 'vitest'
import {Expression} from './expression.ts'
import {instanceNames, instanceValues} from './instance-values.ts'
import {parseLab} from './parse-lab.ts'
import {pickField} from './reply.ts'

test('instances by their names: where they are, and how sentinels are known to the others', () => {
  const sentinelId = 'f'.repeat(40)
  const values = instanceValues({
    instances: [
      {name: 'n1', kind: 'redis', host: '127.0.0.1', port: 6380},
      {name: 's1', kind: 'sentinel', host: '127.0.0.1', port: 26380, sentinelId},
    ],
  })
  expect(values).toEqual({
    n1: {host: '127.0.0.1', port: 6380},
    s1: {host: '127.0.0.1', port: 26380, id: sentinelId},
  })
  expect(instanceNames('1m2r1s')).toEqual(['n1', 'n2', 'n3', 's1'])
})

test('a lab may read the instances of its topology, and no others', () => {
  const lab = (name: string) =>
    `title: x\ntopology: 1m1s\nsteps:\n  - s1: [SENTINEL, GET-MASTER-ADDR-BY-NAME, "\${${name}.port}"]\n`
  expect(parseLab(lab('n1'), 'x.yaml').steps).toHaveLength(1)
  expect(() => parseLab(lab('n2'), 'x.yaml')).toThrow('there is no value `n2`')
})

test('a part of a line of INFO', () => {
  const info = 'role:master\r\nslave0:ip=127.0.0.1,port=6381,lag=1\r\ncmdstat_ping:calls=12,usec=3\r\n'
  expect(pickField(info, 'cmdstat_ping.calls')).toBe('12')
  expect(pickField(info, 'slave0.lag')).toBe('1')
  expect(pickField(info, 'slave0.offset')).toBeUndefined()
  expect(pickField(info, 'slave1.lag')).toBeUndefined()
  expect(pickField('cmdstat_client|list:calls=2', 'cmdstat_client|list.calls')).toBe('2')
})

test.each([
  ['after - before', 30],
  ['after == 42', true],
  ['after > 9', true],
  ["first < second && second > 'aa'", true],
  ['first - second', undefined],
  ['first < after', true],
  ['first < 5', undefined],
])('numbers that INFO gave as texts, and the order of texts: %s is %s', (text, value) => {
  const scope = {before: '12', after: '42', first: '0aa', second: 'abc'}
  expect(Expression.parse(text).evaluate(scope)).toBe(value)
})
