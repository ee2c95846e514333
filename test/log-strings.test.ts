// What is held here: tools/log-strings.js finds in the source of a server what it writes into its log. What it found in the
// sources of 23 versions is test/fixtures/log-strings.tsv, which the catalogue is held against.
import path from 'node:path'
import {expect, test} from 'vitest'
import {messagesOf, readLogStrings, servers} from './support/log-strings.ts'

const tools = path.join(import.meta.dirname, '../tools/log-strings')

interface Found {
  readonly formats: readonly string[]
  readonly unread: readonly string[]
}

async function find(source: string): Promise<Found> {
  const {withoutComments} = await import(path.join(tools, 'c-source.js'))
  const {definedStrings} = await import(path.join(tools, 'c-strings.js'))
  const {logFormatsOf} = await import(path.join(tools, 'log-formats.js'))
  const bare = withoutComments(source)
  return logFormatsOf(bare, definedStrings(bare))
}

test.each<[what: string, source: string, formats: readonly string[]]>([
  ['a plain line', 'serverLog(LL_NOTICE,"DB saved on disk");', ['DB saved on disk']],
  [
    'literals side by side',
    'serverLog(LL_WARNING,\n  "Can\'t open %s: "\n  "%s", a, b);',
    ["Can't open %s: %s"],
  ],
  ['numbers of a fixed size', 'serverLog(LL_NOTICE,"%" PRIu64 " bytes", n);', ['%llu bytes']],
  [
    'a name of the server',
    '#define SERVER_TITLE "Valkey"\nserverLog(LL_NOTICE, SERVER_TITLE " is ready, %s", SERVER_TITLE);',
    ['Valkey is ready, Valkey'],
  ],
  ['one of two texts', 'serverLog(LL_NOTICE, ok ? "It is up" : "It is down");', ['It is up', 'It is down']],
  [
    'an argument that is one of two texts',
    'serverLog(LL_NOTICE,"Cluster state changed: %s", (state == OK) ? "ok" : "fail");',
    ['Cluster state changed: %{ok|fail}'],
  ],
  [
    'a variable that is one of two texts',
    'const char *type = rdb ? " (rdbchannel)" : "";\nserverLog(LL_NOTICE,"Connection with replica%s %s lost.", type, name(c));',
    ['Connection with replica%{ (rdbchannel)|} %s lost.'],
  ],
  ['one of two levels', 'serverLog(up ? LL_NOTICE : LL_WARNING, "Changed");', ['Changed']],
  [
    'the event of a sentinel',
    'sentinelEvent(LL_WARNING,"+odown",master,"%@ #quorum %d/%d",a,b);',
    ['+odown %@ #quorum %d/%d'],
  ],
  [
    'the first line of several',
    'redisLog(REDIS_WARNING,"\\nWhat happened\\nand why\\n");',
    ['What happened'],
  ],
  ['no line below notice', 'serverLog(LL_VERBOSE,"Accepted %s"); serverLog(LL_DEBUG,"I/O error");', []],
  ['no line without a head', 'serverLogRaw(LL_WARNING|LL_RAW, "------ REGISTERS ------");', []],
  ['no declaration', 'void serverLog(int level, const char *fmt, ...);', []],
  ['no comment', '/* serverLog(LL_NOTICE,"old"); */ // serverLog(LL_NOTICE,"older");\n', []],
  ['no comment in a string', 'serverLog(LL_NOTICE,"Keys /* and */ values");', ['Keys /* and */ values']],
])('%s', async (_, source, formats) => {
  expect(await find(source)).toEqual({formats, unread: []})
})

test('what is worked out as the server runs is told', async () => {
  expect(await find('serverLog(LL_WARNING, "%s", msg); serverLog(LL_NOTICE, fmt);')).toEqual({
    formats: [],
    unread: ['serverLog(LL_WARNING, "%s", msg)', 'serverLog(LL_NOTICE, fmt)'],
  })
})

test('messages are made as the server prints them', () => {
  expect(messagesOf('Node %.40s (%s): %{replica|master} at %s:%s, %d of %.2f%%')).toEqual([
    'Node 7edc3b1e0a5f4d2c9b8a7e6d5c4b3a2918070605 (value): replica at value:17, 17 of 1.50%',
    'Node 7edc3b1e0a5f4d2c9b8a7e6d5c4b3a2918070605 (): master at value:17, 17 of 1.50%',
  ])
})

test('the words of the versions are told apart', () => {
  const strings = readLogStrings()
  const writersOf = (format: string) => strings.find((string) => string.format === format)?.servers ?? []
  const upTo = (last: string) => servers.slice(0, servers.indexOf(last) + 1)
  expect(writersOf('MASTER <-> SLAVE sync: Flushing old data')).toEqual(upTo('redis-4.0').slice(2))
  expect(writersOf('MASTER <-> REPLICA sync: Flushing old data')).toContain('redis-5.0')
  expect(writersOf('PRIMARY <-> REPLICA sync: Flushing old data')[0]).toBe('valkey-8.0')
  expect(writersOf('Aborting dual channel sync')).toEqual(['valkey-8.0'])
  expect(writersOf('Dual channel replication: Aborting dual channel sync')[0]).toBe('valkey-8.1')
  expect(writersOf('Starting to receive RDB and replication stream in parallel.')[0]).toBe('redis-8.0')
  expect(writersOf('Import task %s started for slots: %s')).not.toContain('redis-8.2')
  expect(writersOf('New slot import job created: %s.')[0]).toBe('valkey-9.0')
})
