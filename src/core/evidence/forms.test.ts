import {describe, expect, it} from 'vitest'
import type {Fact, LogFact} from './facts.ts'
import {readText} from './read-text.ts'

const sdown = '+sdown master mymaster 10.0.15.10 6379'
const at = Date.UTC(2024, 10, 10, 3, 52, 40, 754)
const line = (second: number, message = sdown) => `1:X 10 Nov 2024 03:52:${second}.754 # ${message}`
const logs = (facts: readonly Fact[]) => facts.filter((fact): fact is LogFact => fact.kind === 'log')

describe('forms of logs', () => {
  it.each([
    {form: 'iso8601 of Valkey', text: `1:X 2024-11-10T04:52:40.754+01:00 # ${sdown}`, letter: 'X'},
    {form: 'milliseconds of Valkey', text: `1:X ${at} # ${sdown}`, letter: 'X'},
    {
      form: 'logfmt with milliseconds',
      text: `pid=1 role=sentinel timestamp="${at}" level=warning message="${sdown}"`,
      letter: 'X',
    },
    {
      form: 'JSON of Valkey',
      text: JSON.stringify({
        pid: 1,
        role: 'sentinel',
        timestamp: '10 Nov 2024 03:52:40.754',
        level: 'warning',
        message: sdown,
      }),
      letter: 'X',
    },
    {
      form: 'JSON of Valkey in json-file',
      text: JSON.stringify({
        log: `${JSON.stringify({pid: 1, role: 'sentinel', timestamp: `${at}`, level: 'warning', message: sdown})}\n`,
        stream: 'stdout',
        time: '2024-11-10T03:52:40.755Z',
      }),
      letter: 'X',
    },
    {
      form: 'kubectl with --prefix and --timestamps',
      text: `[pod/redis-0/sentinel] 2024-11-10T03:52:40.755Z ${line(40)}`,
      letter: 'X',
      node: 'redis-0',
    },
    {form: 'klog', text: `I1110 03:52:40.755123       1 log.go:12] ${line(40)}`, letter: 'X'},
    {
      form: 'journald as JSON',
      text: JSON.stringify({MESSAGE: line(40), _HOSTNAME: 'host-a', __REALTIME_TIMESTAMP: `${at}000`}),
      letter: 'X',
      node: 'host-a',
    },
    {
      form: 'journald as JSON, where Redis writes no stamp',
      text: JSON.stringify({
        MESSAGE: sdown,
        _HOSTNAME: 'host-a',
        _PID: '812',
        SYSLOG_IDENTIFIER: 'redis',
        __REALTIME_TIMESTAMP: `${at}000`,
      }),
      letter: null,
      node: 'host-a[812]',
    },
    {
      form: 'colours of docker compose',
      text: `\x1b[36msentinel-1  | \x1b[0m${line(40)}`,
      letter: 'X',
      node: 'sentinel-1',
    },
    {form: 'a trailing comma', text: `${line(40)},`, letter: 'X'},
    {form: 'without the mark', text: line(40).replace('# ', ''), letter: 'X'},
    {form: 'masked addresses', text: line(40, '+sdown master mymaster x.x.x.x 6379'), letter: 'X'},
    {form: 'in quotes', text: `"${line(40)}",`, letter: 'X'},
  ])('$form', ({text, letter, node}) => {
    const {facts, unread} = readText('a.log', text)
    expect(unread).toEqual([])
    expect(facts).toMatchObject([
      {
        kind: 'log',
        at,
        letter,
        stream: node === undefined ? 'a.log' : `a.log#${node}`,
        event: {kind: '+sdown'},
      },
    ])
  })

  it('CSV whose first row names its columns, the newest line first', () => {
    const rows = [42, 41, 40].map(
      (second) => `2024-11-10T03:52:${second}Z,redis-0,"${line(second).replaceAll('"', '""')}"`,
    )
    const {facts, unread, read} = readText('a.csv', ['@timestamp,pod,message', ...rows].join('\n'))
    expect({unread, read}).toEqual({unread: [], read: 4})
    expect(logs(facts).map(({place, at: time, stream}) => [place.line, time, stream])).toEqual(
      [4, 3, 2].map((row, index) => [row, at + index * 1000, 'a.csv#redis-0']),
    )
  })

  it.each([
    {form: 'an array', make: (records: readonly object[]) => JSON.stringify(records, null, 2)},
    {
      form: 'Elasticsearch',
      make: (records: readonly object[]) =>
        JSON.stringify({took: 1, hits: {hits: records.map((it) => ({_id: 'x', _source: it}))}}, null, 1),
    },
  ])('JSON: $form, the newest line first', ({make}) => {
    const text = make([42, 41, 40].map((second) => ({pod: 'redis-0', message: line(second)})))
    const found = logs(readText('a.json', text).facts)
    expect(found.map(({at: time}) => time)).toEqual([at, at + 1000, at + 2000])
    for (const {place, text: words, stream} of found) {
      expect(text.split('\n')[place.line - 1]).toContain(words)
      expect(stream).toBe('a.json#redis-0')
    }
  })

  it('JSON: a reply of Loki, a stream a node', () => {
    const streams = ['redis-0', 'redis-1'].map((pod) => ({
      stream: {pod},
      values: [[`${at}000000`, line(40)]],
    }))
    const text = JSON.stringify({status: 'success', data: {resultType: 'streams', result: streams}})
    expect(logs(readText('a.json', text).facts).map(({stream}) => stream)).toEqual([
      'a.json#redis-0',
      'a.json#redis-1',
    ])
  })

  it('headings say whose lines follow', () => {
    const text = `logs of node 172.28.203.165:\n${line(40)}\n## Logs from sentinel b\n${line(41)}\n==> /var/log/n3.log <==\n${line(42)}\n`
    const {facts, unread} = readText('a.md', text)
    expect(unread).toEqual([])
    expect(logs(facts).map(({stream}) => stream)).toEqual(['a.md#172.28.203.165', 'a.md#b', 'a.md#n3'])
  })
})

describe('replies', () => {
  const settings = (text: string) =>
    readText('a.txt', text).facts.flatMap((fact) =>
      fact.kind === 'directive' ? [`${fact.name} ${fact.words.join(' ')}`] : [],
    )

  it.each([
    {form: 'with numbers', text: '1) "appendonly"\n2) "yes"\n3) "save"\n4) "3600 1 300 100"'},
    {form: 'without numbers', text: '$ redis-cli CONFIG GET *\nappendonly\nyes\nsave\n3600 1 300 100'},
    {form: 'RESP3', text: '1# "appendonly" => "yes"\n2# "save" => "3600 1 300 100"'},
    {form: '--json', text: '{"appendonly":"yes","save":"3600 1 300 100"}'},
    {form: '--csv', text: '$ redis-cli --csv CONFIG GET *\n"appendonly","yes","save","3600 1 300 100"'},
    {
      form: 'the protocol',
      text: '$ redis-cli CONFIG GET *\n*4\r\n$10\r\nappendonly\r\n$3\r\nyes\r\n$4\r\nsave\r\n$14\r\n3600 1 300 100\r',
    },
  ])('CONFIG GET: $form', ({text}) => {
    expect(settings(text)).toEqual(['appendonly yes', 'save 3600 1 300 100'])
    expect(readText('a.txt', text).unread).toEqual([])
  })

  it.each([
    {of: 'ROLE', text: '1) "slave"\n2) "10.0.0.1"\n3) (integer) 6379\n4) "connected"\n5) (integer) 3129'},
    {of: 'ROLE without numbers', text: 'redis-cli role\nslave\n10.0.0.1\n6379\nconnected\n3129'},
    {of: 'ROLE as JSON', text: '["master",3129659,[["10.0.0.2","9001","3129242"]]]'},
    {
      of: 'CKQUORUM',
      text: 'OK 3 usable Sentinels. Quorum and failover authorization can be reached\n(error) NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the majority',
    },
    {
      of: 'GET-MASTER-ADDR',
      text: '1) "10.0.0.1"\n2) "6379"\nredis-cli sentinel get-master-addr-by-name mymaster\nredis-0.redis\n6379',
    },
    {of: 'CLUSTER INFO', text: 'cluster_state:ok\ncluster_slots_assigned:16384\ncluster_known_nodes:6'},
    {
      of: 'CLUSTER SHARDS',
      text: '1) 1) "slots"\n   2) 1) (integer) 0\n      2) (integer) 5460\n   3) "nodes"\n   4) 1)  1) "id"\n          2) "e10b7051d6bf2d5febd39a2be297bbaea6084111"\n          3) "health"\n          4) "online"',
    },
    {
      of: 'ACL LOG',
      text: '1)  1) "count"\n    2) (integer) 1\n    3) "reason"\n    4) "command"\n    5) "object"\n    6) "sentinel|is-master-down-by-addr"\n    7) "client-info"\n    8) "id=8 addr=127.0.0.1:51240 laddr=127.0.0.1:6379 fd=8"',
    },
    {of: 'ACL LOG of RESP3', text: '1) 1# "count" => (integer) 1\n   2# "reason" => "auth"'},
    {
      of: 'LATENCY LATEST',
      text: '1) 1) "command"\n   2) (integer) 1405067976\n   3) (integer) 251\n   4) (integer) 1001',
    },
    {
      of: 'LATENCY HISTORY',
      text: '1) 1) (integer) 1405067822\n   2) (integer) 251\nredis-cli latency latest\nfork\n1405067822\n251',
    },
    {
      of: 'SLOWLOG GET',
      text: '1) 1) (integer) 14\n   2) (integer) 1309448221\n   3) (integer) 15\n   4) 1) "keys"\n      2) "*"\n   5) "127.0.0.1:58217"\n   6) ""',
    },
    {
      of: 'CLIENT LIST',
      text: 'id=8 addr=127.0.0.1:51240 laddr=127.0.0.1:6379 fd=8 name= age=12 idle=0 flags=S db=0',
    },
    {of: 'an error of the protocol', text: '-NOAUTH Authentication required.\n+OK\n:12'},
  ])('$of is read', ({text}) => {
    expect(readText('a.txt', text).unread).toEqual([])
  })

  it('SENTINEL MASTERS as JSON and as the protocol', () => {
    const row = {name: 'mymaster', ip: '10.0.0.1', port: '6379', flags: 'master', quorum: '2'}
    const parts = Object.entries(row).flat()
    const dump = `*1\r\n*${parts.length}\r\n${parts.map((part) => `$${part.length}\r\n${part}\r\n`).join('')}`
    for (const text of [JSON.stringify([row]), dump]) {
      const {facts, unread} = readText('a.txt', text)
      expect(unread).toEqual([])
      expect(facts.map((fact) => fact.kind === 'sentinel-row' && Object.fromEntries(fact.fields))).toEqual([
        row,
      ])
    }
  })
})
