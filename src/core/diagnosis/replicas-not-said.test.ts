import {describe, expect, test} from 'vitest'
import {diagnoseTexts} from '../../../test/support/diagnosis/diagnose-texts.ts'
import {at} from '../../../test/support/diagnosis/lines.ts'

// Hypothesis: of replicas, what is over, or may be something else, is not said, or it is said to be open.
describe('of replicas is not said', () => {
  const titles = (files: Readonly<Record<string, string>>) =>
    diagnoseTexts(files)
      .findings.map(({severity, certainty, title, why}) => `${severity} ${certainty} ${title} ${why}`)
      .join('\n')

  test.each([
    ['in a cluster', "# Failover election won: I'm the new master."],
    ['by a sentinel', "* MASTER MODE enabled (user request from 'id=5 addr=10.0.0.9:40112 cmd=exec')"],
    ['by FAILOVER', "* MASTER MODE enabled (failover request from 'id=5 addr=10.0.0.9:40112 cmd=psync')"],
    ['by a TAKEOVER', '* Taking over the master (user request).'],
    [
      'to another master',
      "* REPLICAOF 10.0.0.3:6379 enabled (user request from 'id=6 addr=10.0.0.9:40120 cmd=exec')",
    ],
  ])('that a replica cannot reach a master that it was rid of afterwards, %s', (_, afterwards) => {
    const refused = [0, 1, 2, 3].flatMap((second) => [
      `${at(`4${second}.100`, 'S')} * Connecting to MASTER 10.0.0.1:6379`,
      `${at(`4${second}.101`, 'S')} # Error condition on socket for SYNC: Connection refused`,
    ])
    expect(titles({'n2.log': refused.join('\n')})).toContain('cannot reach its master')
    const log = [...refused, `${at('44.500', 'S')} ${afterwards}`].join('\n')
    expect(titles({'n2.log': log})).not.toContain('cannot reach its master')
  })

  const tries = (second: string, address: string) => [
    `${at(`${second}.100`, 'S')} * Connecting to MASTER ${address}`,
    `${at(`${second}.101`, 'S')} # Error condition on socket for SYNC: Connection refused`,
  ]

  test.each([
    '* Master replied to PING, replication can continue...',
    '* MASTER <-> REPLICA sync: Finished with success',
    "* MASTER MODE enabled (user request from 'id=5 addr=10.0.0.9:40112 cmd=exec')",
    "* REPLICAOF 10.0.0.3:6379 enabled (user request from 'id=6 addr=10.0.0.9:40120 cmd=exec')",
  ])('that a master does not let a replica in, after %s', (afterwards) => {
    const full = ['41', '42'].map(
      (second) =>
        `${at(`${second}.000`, 'S')} # Error reply to PING from master: '-ERR max number of clients reached'`,
    )
    expect(titles({'n2.log': full.join('\n')})).toContain('does not let it in')
    const log = [...full, `${at('44.500', 'S')} ${afterwards}`].join('\n')
    expect(titles({'n2.log': log})).not.toContain('does not let it in')
  })

  test('that a replica follows nobody, where it was given a master afterwards', () => {
    const given = `${at('41.500', 'S')} * REPLICAOF 10.0.0.1:6379 enabled (user request from 'id=3 addr=10.0.0.8:5000 cmd=exec')`
    const synced = `${at('42.500', 'S')} * MASTER <-> REPLICA sync: Finished with success`
    const nobody = (...lines: readonly string[]) => titles({'n2.log': lines.join('\n')})
    expect(nobody(...tries('41', ':0'))).toContain('n2 follows nobody')
    expect(nobody(...tries('41', ':0'), given, ...tries('42', '10.0.0.1:6379'))).toBe('')
    expect(nobody(...tries('41', ':0'), given, synced, ...tries('43', '10.0.0.1:6379'))).toBe('')
    expect(nobody(...tries('41', '10.0.0.1:6379'), ...tries('42', ':0'))).toMatch(
      /follows nobody.*an attempt failed/,
    )
    const later = ['42', '43', '44'].flatMap((second) => tries(second, '10.0.0.1:6379'))
    expect(nobody(...tries('41', ':0'), ...later)).toContain(
      'reach its master 10.0.0.1:6379: Connection refused (3 times)',
    )
  })

  test.each([
    {of: 'Redis 5.0.7', says: /did not resolve at that moment/, not: /resolve-hostnames/},
    {
      of: 'Redis 6.2.6',
      says: /Either .*resolve-hostnames yes.* Or the name .* did not resolve/,
      not: /whatever/,
    },
    {
      of: 'Redis 7.0.15',
      says: /only with sentinel resolve-hostnames yes, whatever/,
      not: /did not resolve at|DNS of its/,
    },
    {
      of: 'Valkey 8.1.1',
      says: /only with sentinel resolve-hostnames yes, whatever/,
      not: /did not resolve at|DNS of its/,
    },
    {of: undefined, says: /Either .*from 6\.2 on.* Or the name .* did not resolve/, not: /whatever/},
  ])(
    'that the name of a master did not resolve, of $of, where the setting may be missing',
    ({of, says, not}) => {
      const head = `*** FATAL CONFIG FILE ERROR${of === undefined ? '' : ` (${of})`} ***`
      const start = `${head}\nReading the configuration file, at line 3\n>>> 'sentinel monitor mymaster redis-0.example 6379 2'\nCan't resolve instance hostname.`
      expect(titles({'start.txt': start})).toMatch(says)
      expect(titles({'start.txt': start})).not.toMatch(not)
    },
  )

  test('that a replica follows a replica, by addresses or moments that may be two', () => {
    const list = (host: string) =>
      `# Replication\nrole:master\nconnected_slaves:1\nslave0:ip=${host},port=6379,state=online,offset=100,lag=0`
    const follower = (host: string) =>
      `# Replication\nrole:slave\nmaster_host:${host}\nmaster_port:6379\nconnected_slaves:0`
    const chained = (files: Readonly<Record<string, string>>) =>
      diagnoseTexts(files)
        .findings.filter(({id}) => id === 'chained-replica')
        .map(({certainty, why}) => `${certainty} ${why}`)
        .join('\n')
    expect(chained({'b.txt': list('10.0.0.7'), 'c.txt': follower('10.0.0.7')})).toMatch(
      /^likely That is so if both replies are of one moment/,
    )
    expect(chained({'paste.txt': `${list('10.0.0.7')}\n\n${follower('10.0.0.7')}`})).toBe('')
    expect(chained({'b.txt': list('127.0.0.1'), 'c.txt': follower('127.0.0.1')})).toBe('')
    const asked = (port: number) =>
      `# redislab asked the server 127.0.0.1:${port} at 2026-01-01T00:00:00.000Z\n`
    expect(
      chained({
        'b.txt': `${asked(6380)}${list('127.0.0.1')}`,
        'c.txt': `${asked(6381)}${follower('127.0.0.1')}`,
      }),
    ).toMatch(/^likely/)
  })
})
