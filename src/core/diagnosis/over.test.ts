import {describe, expect, test} from 'vitest'
import {diagnoseTexts} from '../../../test/support/diagnosis/diagnose-texts.ts'
import {at} from '../../../test/support/diagnosis/lines.ts'

const log = (...messages: readonly string[]) =>
  messages.map((message, index) => `${at(`${10 + index}.000`)} ${message}`).join('\n')
const findings = (files: Readonly<Record<string, string>>) => diagnoseTexts(files).findings
const titles = (text: string) =>
  findings({'n1.log': text})
    .map(({severity, id, title, why}) => `${severity} ${id} ${title} ${why}`)
    .join('\n')

const synced = '* MASTER <-> REPLICA sync: Finished with success'
const saved = '* Background saving terminated with success'
const solved = '# AOF write error looks solved. The server can write again.'
const copied = '* Synchronization with replica 10.0.0.2:6379 succeeded'
const promoted = "* MASTER MODE enabled (user request from 'id=5 addr=10.0.0.9:40112 cmd=exec')"
const syncFailed = '# SYNC failed. BGSAVE child returned an error'
const noModule = "# The RDB file contains module data I can't load: no matching module type 'ReJSON-RL'"
const copyFailed =
  '# Write error or short write writing to the DB dump file needed for MASTER <-> REPLICA synchronization: No space left on device'
const saveFailed = '# Write error saving DB on disk: No space left on device'
const aofFailed = '# Error writing to the AOF file: No space left on device'
const panic = [
  '# === REDIS BUG REPORT START: Cut & paste starting from here ===',
  '# Guru Meditation: Replica was unable to write command to disk. #server.c:3971',
]

// Hypothesis: what is over by the end of the log causes nothing any more; what goes on does, whatever else went well.
describe('a trouble that is over by the end of the log', () => {
  const troubles: readonly {
    readonly id: string
    readonly trouble: readonly string[]
    readonly ends: readonly string[]
    readonly notEnds: readonly string[]
  }[] = [
    {id: 'disk-full', trouble: [copyFailed], ends: [synced], notEnds: [saved, solved]},
    {id: 'disk-full', trouble: [saveFailed], ends: [saved, '* DB saved on disk'], notEnds: [solved]},
    {
      id: 'disk-full',
      trouble: [aofFailed],
      ends: [solved, '* Background AOF rewrite finished successfully'],
      notEnds: [saved],
    },
    {
      id: 'disk-full',
      trouble: ['# Short write while writing to the AOF file: (nwritten=2147479552, expected=2537295275)'],
      ends: ['# AOF write error looks solved, Redis can write again.'],
      notEnds: [saved],
    },
    {
      id: 'fork-failed',
      trouble: ["# Can't save in background: fork: Cannot allocate memory"],
      ends: [saved, copied],
      notEnds: [solved],
    },
    {id: 'save-failed', trouble: ['# Background saving error'], ends: [saved], notEnds: [copied, solved]},
    {id: 'save-failed', trouble: [syncFailed], ends: [copied, saved], notEnds: [solved]},
    {
      id: 'save-failed',
      trouble: ['# Background RDB transfer error'],
      ends: [copied],
      notEnds: [saved],
    },
    {
      id: 'save-failed',
      trouble: ["# Can't store key 'myhash' (db 0) in RDB version 11", syncFailed],
      ends: [copied],
      notEnds: [saved],
    },
    {
      id: 'module-missing',
      trouble: [noModule],
      ends: [synced, '* DB loaded from disk: 0.001 seconds'],
      notEnds: [copied, saved],
    },
    {
      id: 'module-missing',
      trouble: ['* MASTER <-> REPLICA sync: Loading DB in memory', noModule],
      ends: [synced],
      notEnds: ['* DB loaded from disk: 0.001 seconds', promoted],
    },
    {
      id: 'replica-refuses-command',
      trouble: [
        "# == CRITICAL == This replica is sending an error to its master: 'WRONGTYPE Operation against a key holding the wrong kind of value' after processing the command 'lpush'",
      ],
      ends: [synced],
      // With a part of the stream, or as a master, it has other data still.
      notEnds: ['* Successful partial resynchronization with master.', promoted],
    },
  ]

  test.each(troubles.flatMap(({id, trouble, ends}) => ends.map((end) => ({id, trouble, end}))))(
    '$id is a note with the line that ends it: $end',
    ({id, trouble, end}) => {
      const found = findings({'n1.log': log(...trouble, end)}).filter((it) => it.id === id)
      expect(found.map(({severity, title}) => `${severity} ${title.slice(0, 24)}`)).toEqual([
        'note Over by the end of this ',
      ])
      expect(found[0]?.evidence.at(-1)?.text).toContain(end.slice(2))
      expect(titles(log(...trouble))).toContain(`cause ${id}`)
      expect(titles(log(...trouble, end, ...trouble))).toContain(`cause ${id}`)
    },
  )

  test.each(troubles.flatMap(({id, trouble, notEnds}) => notEnds.map((other) => ({id, trouble, other}))))(
    '$id goes on, whatever else went well: $other',
    ({id, trouble, other}) => {
      expect(titles(log(...trouble, other))).toContain(`cause ${id}`)
    },
  )

  test('the append only file works again, and the save does not', () => {
    const said = titles(log(saveFailed, aofFailed, solved))
    expect(said).toContain('cause disk-full n1 cannot write its data to disk: No space left on device.')
    expect(said).not.toContain('append only file:')
  })
})

describe('why a file cannot be written', () => {
  test('stands in any of the lines', () => {
    const short = '# Short write while writing to the AOF file: (nwritten=2147479552, expected=2537295275)'
    expect(titles(log(short, aofFailed))).toContain('its append only file: No space left on device.')
    expect(titles(log('# Short write while writing to the AOF file: (nwritten=12, expected=53)'))).toContain(
      'its append only file: write error.',
    )
  })

  test('by a replica that ended itself, is what had not been solved before', () => {
    const failed = '# Background saving error'
    expect(titles(log(failed, saved, ...panic))).toContain('cause crashed n1 ended itself')
    expect(titles(log(failed, saved, ...panic))).not.toContain('an earlier line')
    expect(titles(log(failed, ...panic))).toMatch(
      /note crashed n1 ended itself.* in an earlier line of its log/,
    )
    expect(titles(log(aofFailed, solved, ...panic))).toContain('cause crashed n1 ended itself')
    expect(titles(log(aofFailed, saved, ...panic))).toContain('note crashed n1 ended itself')
  })
})
