import {describe, expect, it} from 'vitest'
import type {LogFact} from './facts.ts'
import {readText} from './read-text.ts'

const at = Date.UTC(2024, 10, 10, 3, 52, 40, 754)
const withoutYear = Date.UTC(1972, 10, 10, 3, 52, 40, 754)
const sdown = '+sdown master mymaster 10.0.15.10 6379'
const plain = `1:X 10 Nov 2024 03:52:40.754 # ${sdown}`

function logsOf(text: string): readonly LogFact[] {
  return readText('a.log', text).facts.filter((fact) => fact.kind === 'log')
}

describe('a line of a log', () => {
  it.each<{
    form: string
    text: string
    node?: string
    time?: number | null
    letter?: string | null
    viewedAt?: string
  }>([
    {form: 'Redis 5 and later', text: plain},
    {form: 'Redis 3 and 4, without a year', text: `1:X 10 Nov 03:52:40.754 # ${sdown}`, time: withoutYear},
    {
      form: 'Redis 2, without a role',
      text: `[28069] 10 Nov 03:52:40.754 # ${sdown}`,
      time: withoutYear,
      letter: null,
    },
    {
      form: 'Redis 2.4, without milliseconds',
      text: `[18245] 10 Nov 03:52:40 # ${sdown}`,
      time: withoutYear - 754,
      letter: null,
    },
    {form: 'docker compose', text: `sentinel_1  | ${plain}`, node: 'sentinel_1'},
    {
      form: 'docker logs -t',
      text: `2024-11-10T03:52:40.755012345Z ${plain}`,
      viewedAt: '2024-11-10T03:52:40.755012345Z',
    },
    {
      form: 'docker json-file',
      text: JSON.stringify({log: `${plain}\n`, stream: 'stdout', time: '2024-11-10T03:52:40.755Z'}),
      viewedAt: '2024-11-10T03:52:40.755Z',
    },
    {
      form: 'CRI',
      text: `2024-11-10T03:52:40.755012345Z stdout F ${plain}`,
      viewedAt: '2024-11-10T03:52:40.755012345Z',
    },
    {form: 'kubectl logs --prefix', text: `[pod/redis-node-1/sentinel] ${plain}`, node: 'redis-node-1'},
    {
      form: 'kubectl logs --timestamps',
      text: `2024-11-10T03:52:40.755Z ${plain}`,
      viewedAt: '2024-11-10T03:52:40.755Z',
    },
    {
      form: 'journald, short',
      text: `Nov 10 03:52:40 host-a redis-sentinel[812]: ${plain}`,
      node: 'host-a',
    },
    {
      form: 'syslog, where Redis writes no stamp',
      text: `Nov 10 03:52:40 host-a redis[812]: ${sdown}`,
      node: 'host-a[812]',
      time: withoutYear - 754,
      letter: null,
    },
    {
      form: 'journald, short-iso',
      text: `2024-11-10T03:52:40+0000 host-a redis-server[812]: ${sdown}`,
      node: 'host-a[812]',
      time: at - 754,
      letter: null,
    },
    {
      form: 'logfmt of Valkey',
      text: `pid=1 role=sentinel timestamp="10 Nov 2024 03:52:40.754" level=warning message="${sdown}"`,
    },
    {
      form: 'logfmt with an ISO stamp',
      text: `pid=1 role=sentinel timestamp="2024-11-10T03:52:40.754Z" level=warning message="${sdown}"`,
    },
    {form: 'a node in front', text: `S1 - ${plain}`, node: 'S1'},
    {
      form: 'a table of a log viewer',
      text: `|   | 2024-11-10 06:52:40.754 | ${plain} |  `,
      viewedAt: '2024-11-10 06:52:40.754',
    },
    {
      form: 'a log viewer in another zone',
      text: `Sat, Nov 9 2024 9:52:40 pm | ${plain}`,
      viewedAt: 'Sat, Nov 9 2024 9:52:40 pm',
    },
    {
      form: 'a stamp with a zone before the pid',
      text: `2024-11-10 05:52:40.754 CEST${plain}`,
      viewedAt: '2024-11-10 05:52:40.754 CEST',
    },
    {form: 'CSV', text: `"2024-11-10T03:52:40Z","${plain}","redis"`, viewedAt: '2024-11-10T03:52:40Z'},
    {
      form: 'Loki as JSON',
      text: JSON.stringify({labels: {pod: 'redis-0'}, line: plain, timestamp: '2024-11-10T03:52:40Z'}),
      node: 'redis-0',
      viewedAt: '2024-11-10T03:52:40Z',
    },
    {form: 'a quoted paste', text: `> ${plain}`},
    {form: 'a Windows line end', text: `${plain}\r`},
  ])('$form', ({text, node, time = at, letter = 'X', viewedAt}) => {
    const [log, ...others] = logsOf(text)
    expect(others).toEqual([])
    expect(log).toMatchObject({
      stream: node === undefined ? 'a.log' : `a.log#${node}`,
      at: time,
      letter,
      message: sdown,
      event: {kind: '+sdown'},
    })
    expect(log?.viewedAt).toBe(viewedAt)
  })

  it('stands in the file by its number, whatever stands around it', () => {
    const {facts, lines, read, unread} = readText('a.log', `\n\`\`\`\n${plain}\nwhat came then?\n\`\`\`\n`)
    expect(facts).toMatchObject([{kind: 'log', place: {path: 'a.log', line: 3}}])
    expect({lines, read}).toEqual({lines: 4, read: 3})
    expect(unread).toEqual([
      {place: {path: 'a.log', line: 4}, text: 'what came then?', why: 'it is in no form that is known here'},
    ])
  })
})

describe('what stands beside logs', () => {
  it.each([
    'redis-sentinel 04:25:00.86 INFO  ==> ** Starting redis-sentinel **',
    "              _.-``__ ''-._",
    "      _.-``    `.  `_.  ''-._           Redis 7.0.15 (00000000/0) 64 bit",
    " |`-._`-...-` __...-.``-._|'` _.-'|     Port: 6379",
    'Attaching to master_1, slave_1',
  ])('%j is read, and says nothing', (text) => {
    expect(readText('a.log', text)).toMatchObject({facts: [], unread: []})
  })

  it('secrets are masked in every quoted line', () => {
    const text = [
      'requirepass hunter2hunter2',
      'sentinel auth-pass mymaster hunter2hunter2',
      'user app on >hunter2hunter2 ~* +@all',
      'redis-cli -a hunter2hunter2 -p 26379 SENTINEL SET mymaster auth-pass hunter2hunter2',
      '127.0.0.1:6379> AUTH hunter2hunter2',
      'docker run -e REDIS_PASSWORD=hunter2hunter2 redis',
      'redis://:hunter2hunter2@10.0.0.1:6379',
    ].join('\n')
    const {facts, unread} = readText('a.txt', text)
    expect([...facts, ...unread].map((it) => it.text).join('\n')).not.toContain('hunter2')
    expect(facts.length).toBeGreaterThan(5)
  })
})

describe('replies of sentinels', () => {
  const fields = [
    'name',
    'mymaster',
    'ip',
    '10.0.0.1',
    'port',
    '6379',
    'flags',
    's_down,master',
    'num-other-sentinels',
    '2',
    'quorum',
    '2',
  ]

  it.each([
    {form: 'without numbers', text: fields.join('\n')},
    {
      form: 'with numbers',
      text: fields
        .map((field, index) => `${index === 0 ? '1) ' : '   '}${String(index + 1).padStart(2)}) "${field}"`)
        .join('\n'),
    },
  ])('$form', ({text}) => {
    const {facts, unread} = readText('masters.txt', `${text}\n${text.replace('mymaster', 'other')}`)
    expect(unread).toEqual([])
    expect(facts.map((fact) => fact.kind === 'sentinel-row' && fact.fields.get('name'))).toEqual([
      'mymaster',
      'other',
    ])
    expect(facts[0]).toMatchObject({kind: 'sentinel-row', place: {line: 1}})
    const [row] = facts
    expect(row?.kind === 'sentinel-row' && row.fields.get('flags')).toBe('s_down,master')
    expect(row?.kind === 'sentinel-row' && row.stated.get('flags')?.place.line).toBe(8)
  })
})
