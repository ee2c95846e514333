import {describe, expect, test} from 'vitest'
import {readText} from './read-text.ts'

const read = (line: string) =>
  readText('sentinel.conf', line).facts.map((fact) =>
    fact.kind === 'directive' ? [fact.name, ...fact.words] : fact.kind,
  )

describe('a line of a conf', () => {
  const variables = [
    '$MASTER',
    '"$MASTER"',
    "'$MASTER'",
    '$master_host',
    '$m',
    '${m}',
    '"${MASTER}"',
    '$1',
    '$(hostname)',
  ]
  const parts = ['redis-$i', '$MASTER:', '{{ .host }}', '"$(getent hosts redis)"']
  test.each([...variables, ...parts])('with %s says nothing yet', (variable) => {
    for (const line of [
      `sentinel monitor mymaster ${variable} 6379 2`,
      `replicaof ${variable} 6379`,
      `port ${variable}`,
    ])
      expect(read(line)).toEqual([])
  })

  test.each([
    ['requirepass $PASS', []],
    ['requirepass "$PASS"', []],
    ['requirepass $ecret1', [['requirepass', '$ecret1']]],
    ['sentinel auth-pass mymaster a$b', [['sentinel auth-pass', 'mymaster', 'a$b']]],
    ['rename-command CONFIG a$b', [['rename-command', 'CONFIG', 'a$b']]],
    ['notify-keyspace-events K$lsh', [['notify-keyspace-events', 'K$lsh']]],
    ['port = 6380', [['port', '6380']]],
    [
      'sentinel down-after-milliseconds mymaster = 5000',
      [['sentinel down-after-milliseconds', 'mymaster', '5000']],
    ],
    ['sentinel announce-ip = 10.0.0.1', [['sentinel announce-ip', '10.0.0.1']]],
  ])('%s', (line, found) => {
    expect(read(line)).toEqual(found)
  })
})
