import {describe, expect, it} from 'vitest'
import {compareWithAll, findKnownLine, recogniseEvent} from '../../../../test/support/recognise.ts'
import {parseLogLine} from '../../../lines/log-line.ts'
import {entriesOf} from './all-entries.ts'
import {earlySentinelEntries} from './early-sentinels.ts'
import type {Fields} from './entry.ts'
import {recogniseEvent as recogniseText} from './recognise.ts'
import {compileTemplate} from './template.ts'
import {wordingsOf} from './wording.ts'

const writers = ['redis', 'sentinel'] as const

describe.each(writers)('the catalogue of %s', (writer) => {
  const entries = entriesOf(writer)

  it('has each kind once', () => {
    const kinds = entries.map(({kind}) => kind)
    expect(kinds.filter((kind, index) => kinds.indexOf(kind) !== index)).toEqual([])
  })

  it.each(entries.flatMap((entry) => entry.samples.map((sample) => [entry.kind, sample] as const)))(
    '%s is what explains "%s"',
    (kind, sample) => {
      expect(recogniseEvent(sample, writer)).toMatchObject({kind})
    },
  )

  it('finds the first known line that a message can be, among the bytes of other lines', () => {
    const samples = entries.flatMap(({samples}) => samples)
    const changed = samples.flatMap((sample) => [
      sample,
      sample.slice(0, -1),
      sample.slice(1),
      `${sample}!`,
      sample.replace(/\d/, 'x'),
      sample.replace(/ \S+$/, ' '),
      sample.replace(/\d+/, '-'),
      sample.replace(/\d+$/, '-'),
      sample.replace(/\d+/g, '123456'),
      sample.replace(/\d+/g, '-1'),
    ])
    for (const message of changed) {
      const [known] = compareWithAll(message, writer)
      expect(findKnownLine(message, writer)?.number, message).toBe(known?.number)
      expect(recogniseText(message, writer)?.kind, message).toBe(known?.entry.kind)
    }
  })

  it('names a node by its id alone, whatever stands beside it', () => {
    for (const entry of entries)
      for (const sample of entry.samples) {
        const fields: Fields = recogniseEvent(sample, writer)?.fields ?? {}
        for (const name of ['node', 'sender', 'reporter'])
          if (name in fields) expect(fields[name], sample).toMatch(/^[0-9a-f]{40}$/)
      }
  })

  it('ends each meaning as a sentence, with no field missing', () => {
    for (const entry of entries) {
      for (const sample of entry.samples) {
        const {meaning, fields} = recogniseEvent(sample, writer) ?? {meaning: '', fields: {}}
        expect(meaning, entry.kind).toMatch(/^[A-Z0-9[].*[.)]$/)
        expect(meaning, entry.kind).not.toMatch(/undefined|NaN|\{|\bslave\b/)
        expect(
          Object.values(fields).every((value) => value !== ''),
          entry.kind,
        ).toBe(true)
      }
    }
  })

  it('finds every sample in the words of valkey, too', () => {
    for (const entry of entries) {
      for (const text of [entry.text, ...entry.also].flatMap(wordingsOf)) {
        const message = text
          .replace('{@}', 'master mymaster 127.0.0.1 6380')
          .replace(/\{\w+:n\}/g, '17')
          .replace(/\{\w+\}/g, 'value')
          .replace('…', '')
        expect(findKnownLine(message, writer)?.entry.kind, message).toBe(entry.kind)
      }
    }
  })
})

describe('recogniseEvent', () => {
  it('reads the fields of a sentinel event', () => {
    expect(recogniseEvent('+odown master mymaster 127.0.0.1 6380 #quorum 3/2', 'sentinel')).toMatchObject({
      kind: '+odown',
      fields: {subject: 'master', name: 'mymaster', ip: '127.0.0.1', port: 6380, votes: 3, quorum: 2},
    })
    expect(
      recogniseEvent('+sdown slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380', 'sentinel'),
    ).toEqual({
      kind: '+sdown',
      fields: {
        subject: 'replica',
        name: '127.0.0.1:6381',
        ip: '127.0.0.1',
        port: 6381,
        masterName: 'mymaster',
        masterIp: '127.0.0.1',
        masterPort: 6380,
      },
      severity: 'warning',
      meaning:
        'For down-after-milliseconds this sentinel got no acceptable answer from replica 127.0.0.1:6381, so it counts it as down. That is its own, subjective opinion.',
    })
  })

  it('names the sentinel that gave an order', () => {
    const client = 'id=5 addr=127.0.0.1:40112 name=sentinel-4e1a5a9e-cmd cmd=exec'
    expect(
      recogniseEvent(`PRIMARY MODE enabled (user request from '${client}')`, 'redis')?.meaning,
    ).toContain('sentinel 4e1a5a9e…')
  })

  it.each([
    '',
    ' ',
    '+sdown',
    '+sdown master',
    '+sdown nonsense a b 1',
    '+odown master mymaster 127.0.0.1 6380',
    'Hello',
  ])('leaves the unknown unknown: "%s"', (message) => {
    expect(recogniseEvent(message, 'sentinel')).toBeUndefined()
  })

  it('knows all 49 events of sentinels, and the 14 that only those of Redis 2.6 had', () => {
    const events = entriesOf('sentinel').filter(({kind}) => /^[+-]/.test(kind))
    expect(earlySentinelEntries).toHaveLength(14)
    expect(events).toHaveLength(49 + 14)
    for (const {kind, text} of events) expect(text.startsWith(`${kind} `), kind).toBe(true)
  })

  it('explains every line of a replica that loses its master', () => {
    const unexplained = replicaLosesMaster
      .split('\n')
      .map((line) => parseLogLine(line)?.message ?? line)
      .filter((message) => recogniseEvent(message, 'redis') === undefined)
    expect(unexplained).toEqual([])
  })
})

describe('compileTemplate', () => {
  it('matches a whole line only, unless the text is open', () => {
    expect(compileTemplate('DB saved on disk').match('DB saved on disk twice')).toBeUndefined()
    expect(compileTemplate('DB saved…').match('DB saved on disk')).toEqual({fields: {}, places: []})
  })

  it('lets a last field hold what ends the line', () => {
    expect(compileTemplate("by '{who}')").match("by 'it's me')')")).toEqual({
      fields: {who: "it's me')"},
      places: [{name: 'who', from: 4, to: 13}],
    })
  })

  it('takes only whole numbers for numbers', () => {
    const template = compileTemplate('offset {offset:n}.')
    expect(template.match('offset -12.')).toMatchObject({fields: {offset: -12}})
    expect(template.match('offset x.')).toBeUndefined()
    expect(template.match('offset .')).toBeUndefined()
  })
})

describe('wordingsOf', () => {
  it('rewords what is fixed and leaves fields and event names alone', () => {
    expect(wordingsOf('Connecting to MASTER {masterHost} of redis.conf')).toEqual([
      'Connecting to MASTER {masterHost} of redis.conf',
      'Connecting to PRIMARY {masterHost} of valkey.conf',
    ])
    expect(wordingsOf('MASTER <-> REPLICA sync: {replica} of {replicas}')).toEqual([
      'MASTER <-> REPLICA sync: {replica} of {replicas}',
      'PRIMARY <-> REPLICA sync: {replica} of {replicas}',
      'MASTER <-> SLAVE sync: {replica} of {replicas}',
    ])
    expect(wordingsOf('+switch-master {masterName}')).toEqual(['+switch-master {masterName}'])
  })
})

const replicaLosesMaster = `\
8212:S 16 Apr 2020 20:20:29.108 * Connecting to MASTER 127.0.0.1:6380
8212:S 16 Apr 2020 20:20:29.108 * MASTER <-> REPLICA sync started
8212:S 16 Apr 2020 20:20:29.108 * Non blocking connect for SYNC fired the event.
8212:S 16 Apr 2020 20:20:29.108 * Master replied to PING, replication can continue...
8212:S 16 Apr 2020 20:20:29.109 * Partial resynchronization not possible (no cached master)
8212:S 16 Apr 2020 20:20:29.109 * Full resync from master: 25a5b45fafeaff32dbfb3dc405aa4afc530ac0fc:0
8212:S 16 Apr 2020 20:20:29.114 * MASTER <-> REPLICA sync: receiving 175 bytes from master
8212:S 16 Apr 2020 20:20:29.114 * MASTER <-> REPLICA sync: Flushing old data
8212:S 16 Apr 2020 20:20:29.114 * MASTER <-> REPLICA sync: Loading DB in memory
8212:S 16 Apr 2020 20:20:29.114 * MASTER <-> REPLICA sync: Finished with success
8212:S 16 Apr 2020 20:33:27.185 # Connection with master lost.
8212:S 16 Apr 2020 20:33:27.185 * Caching the disconnected master state.
8212:S 16 Apr 2020 20:33:27.785 * Connecting to MASTER 127.0.0.1:6380
8212:S 16 Apr 2020 20:33:27.785 * MASTER <-> REPLICA sync started
8212:S 16 Apr 2020 20:33:27.785 # Error condition on socket for SYNC: Connection refused
8212:S 16 Apr 2020 20:33:28.787 * Connecting to MASTER 127.0.0.1:6380
8212:S 16 Apr 2020 20:33:28.787 * MASTER <-> REPLICA sync started
8212:S 16 Apr 2020 20:33:28.788 # Error condition on socket for SYNC: Connection refused
8212:S 16 Apr 2020 20:33:42.422 # User requested shutdown...
8212:S 16 Apr 2020 20:33:42.422 * Removing the pid file.
WARNING you have Transparent Huge Pages (THP) support enabled in your kernel. This will create latency and memory usage issues with Redis. To fix this issue run the command 'echo never > /sys/kernel/mm/transparent_hugepage/enabled' as root, and add it to your /etc/rc.local in order to retain the setting after a reboot. Redis must be restarted after THP is disabled.`
