import {describe, expect, test} from 'vitest'
import {diagnoseTexts} from '../../../test/support/diagnosis/diagnose-texts.ts'
import {id} from '../../../test/support/diagnosis/lines.ts'

// Hypotheses: what sentinels reply is judged by the views of all of them; where these are the same it is one finding, and where
// they differ it is said who sees what.

type Fields = Readonly<Record<string, string | number>>

/** Rows as redis-cli prints them. */
function rows(command: string, all: readonly Fields[]): readonly string[] {
  return [
    `10.0.0.1:26379> SENTINEL ${command}`,
    ...all.flatMap((fields, at) =>
      Object.entries(fields).flatMap(([name, value], index) => [
        `${index === 0 ? `${at + 1}) ` : '   '} ${2 * index + 1}) "${name}"`,
        `    ${2 * index + 2}) "${value}"`,
      ]),
    ),
  ]
}

interface Known {
  readonly host: string
  readonly port?: number
  readonly isDown?: boolean
}

/** What a sentinel replies of a master on 10.0.0.1 with a replica on 10.0.0.2. */
function view(sentinels: readonly Known[], quorum = 2): string {
  const master = {name: 'mymaster', ip: '10.0.0.1', port: 6379, flags: 'master', 'info-refresh': 5000}
  const counts = {'num-slaves': 1, 'num-other-sentinels': sentinels.length, quorum}
  const replica = {name: '10.0.0.2:6379', ip: '10.0.0.2', port: 6379, flags: 'slave', 'slave-priority': 100}
  return [
    ...rows('MASTERS', [{...master, ...counts}]),
    ...rows('REPLICAS mymaster', [replica]),
    ...rows(
      'SENTINELS mymaster',
      sentinels.map(({host, port = 26379, isDown}, index) => ({
        name: id(String(index + 1)),
        ip: host,
        port,
        flags: isDown ? 's_down,sentinel' : 'sentinel',
      })),
    ),
  ].join('\n')
}

const s1 = {host: '10.0.0.1'}
const s2 = {host: '10.0.0.1', port: 26380}
const s3 = {host: '10.0.0.2'}
const down = (known: Known) => ({...known, isDown: true})

const found = (files: Readonly<Record<string, string>>, rule: string) =>
  diagnoseTexts(files).findings.filter((finding) => finding.id === rule)

describe('the hosts that may be lost', () => {
  test('are judged once, where all sentinels see the same', () => {
    const seen = found(
      {'s1.txt': view([s2, s3]), 's2.txt': view([s1, s3]), 's3.txt': view([s1, s2])},
      'hosts-survived',
    )
    expect(seen.map(({certainty, title}) => `${certainty}: ${title}`)).toEqual([
      'certain: mymaster does not survive the loss of host 10.0.0.1: losing 10.0.0.1 takes 2 of 3 sentinels (1 remains, the majority is 2).',
    ])
  })

  test('count the sentinel that is asked, by where the others have it', () => {
    // By s3 alone, which is on 10.0.0.2 without saying so, the loss of 10.0.0.2 takes nothing.
    const more = {host: '10.0.0.2', port: 26380}
    const files = {
      's1.txt': view([s3, more]),
      's3.txt': view([s1, more]),
      's4.txt': view([s1, s3]),
    }
    expect(found(files, 'hosts-survived').map(({title}) => title)).toEqual([
      'mymaster does not survive the loss of host 10.0.0.2: losing 10.0.0.2 takes 2 of 3 sentinels (1 remains, the majority is 2).',
    ])
    expect(found({'s3.txt': files['s3.txt']}, 'hosts-survived')[0]?.title).not.toContain('does not survive')
  })

  test('are judged by each view, where sentinels do not see the same', () => {
    const apart = [s1, {host: '10.0.0.2'}, {host: '10.0.0.3'}] as const
    const [a, b, c] = apart
    const files = {'a.txt': view([b, c]), 'b.txt': view([a, c]), 'c.txt': view([down(a), b])}
    const seen = found(files, 'hosts-survived')
    expect(seen.map(({certainty}) => certainty)).toEqual(['likely', 'likely'])
    expect(seen.map(({title}) => title.split(':')[0])).toEqual(['c sees it so', 'a and b see it so'])
    expect(seen[0]?.why).toContain(
      'Sentinels do not see the same: a and b have 3 sentinels on record, all of them up, a quorum of 2 and the master 10.0.0.1:6379; c has 3 sentinels on record, with 10.0.0.1:26379 down',
    )
  })
})

describe('the quorum', () => {
  test('is compared with what each sentinel has on record itself', () => {
    const files = {'s1.txt': view([s2, s3]), 's2.txt': view([s1, s3], 4), 's3.txt': view([s1, s2])}
    const seen = found(files, 'sentinel-quorum').map(({title}) => title)
    expect(seen).toEqual([
      'For s2 the master of mymaster never counts as down: the quorum is above the sentinels on record, s2 quorum 4 of 3.',
      'The quorum of mymaster differs between sentinels: s1 2, s2 4, s3 2.',
    ])
  })

  test('never is reached, where that is so for all', () => {
    const files = {'s1.txt': view([s2], 3), 's2.txt': view([s1], 3)}
    expect(found(files, 'sentinel-quorum').map(({title}) => title)).toEqual([
      'The quorum of mymaster is 3, and there are 2 sentinels: the master never counts as down.',
    ])
  })

  test('stands beside numbers of sentinels, which may differ', () => {
    const files = {'s1.txt': view([s2, s3, down({host: '10.0.0.9'})]), 's2.txt': view([s1, s3])}
    expect(
      found(files, 'sentinel-quorum')
        .map(({title, why}) => `${title} ${why}`)
        .join(),
    ).toMatch(/do not have the same number of sentinels on record: s1 4, s2 3\. .* 2 of 3, 3 of 4/)
    expect(found({'s1.txt': view([s2, s3]), 's2.txt': view([s1, s3])}, 'sentinel-quorum')).toEqual([])
  })
})
