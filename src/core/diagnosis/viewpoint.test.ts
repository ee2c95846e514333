import {describe, expect, test} from 'vitest'
import {diagnoseTexts} from '../../../test/support/diagnosis/diagnose-texts.ts'
import {at, id, master, replica} from '../../../test/support/diagnosis/lines.ts'

// Hypothesis: what one instance alone sees is never said of the whole deployment as certain, and the text says whose view it is.
describe('the view of one', () => {
  const told = (files: Readonly<Record<string, string>>, rule: string) =>
    diagnoseTexts(files).findings.filter(({id}) => id === rule)

  const list = (own: 'b' | 'd') =>
    [
      master('a', 6379, 1, '0-16383', 'master,fail'),
      master('b', 6380, 2, '', own === 'b' ? 'myself,master' : 'master'),
      replica('d', 6382, 'a', own === 'd' ? 'myself,slave' : 'slave'),
    ].join('\n')

  test.each(['cluster-shape', 'slots-uncovered'])(
    'of a cluster, by %s: one list is likely, two that agree are certain',
    (rule) => {
      const [alone] = told({'d.txt': list('d')}, rule)
      expect(alone).toMatchObject({
        certainty: 'likely',
        why: expect.stringContaining('This is the view of 10.0.0.4:6382 alone.'),
        collect: expect.arrayContaining([expect.stringContaining('CLUSTER NODES   on the other nodes')]),
      })
      const [agreed] = told({'d.txt': list('d'), 'b.txt': list('b')}, rule)
      expect(agreed?.certainty).toBe('certain')
      expect(agreed?.why).not.toContain('alone')
      // A list of the same node, saved twice, is still the view of one.
      expect(told({'d.txt': list('d'), 'later.txt': list('d')}, rule)[0]?.certainty).toBe('likely')
      // So is one whose own line lost its mark, or that was filtered.
      const unmarked = list('d').replace('myself,', '')
      expect(told({'d.txt': list('d'), 'other.txt': unmarked}, rule)[0]?.certainty).toBe('likely')
      expect(told({'d.txt': list('d'), 'd-2.txt': unmarked, 'd-3.txt': unmarked}, rule)[0]?.certainty).toBe(
        'likely',
      )
    },
  )

  test.each([
    ['at prompts', '10.0.0.4:6382> CLUSTER NODES\n'],
    ['in a shell', '$ redis-cli -p 6382 cluster nodes\n'],
    ['one below the other', ''],
  ])('of a cluster, asked twice %s: what was said last, once', (_, command) => {
    const sound = list('d').replace('master,fail', 'master')
    for (const rule of ['cluster-shape', 'slots-uncovered']) {
      const twice = (...lists: readonly string[]) =>
        told({'all.txt': lists.map((it) => `${command}${it}`).join('\n')}, rule)
      expect(twice(list('d'), list('d'))).toMatchObject([{certainty: 'likely'}])
      expect(twice(sound, list('d'))).toHaveLength(1)
      const titles = (findings: readonly {title: string}[]) => findings.map(({title}) => title)
      expect(titles(twice(list('d'), sound))).toEqual(titles(told({'all.txt': `${command}${sound}`}, rule)))
      // Another node in the same text has its own list, and says the same.
      expect(twice(list('d'), list('b'))[0]?.certainty).toBe('certain')
    }
  })

  test('of a cluster, in a list that was filtered: no disagreement', () => {
    const part = list('b').split('\n').slice(1).join('\n').replace('myself,', '')
    expect(told({'d.txt': list('d'), 'b.txt': part}, 'nodes-disagree')).toEqual([])
    const moved = list('b').replace('0-16383', '0-16000')
    expect(told({'d.txt': list('d'), 'b.txt': moved}, 'nodes-disagree')).toHaveLength(1)
  })

  test('of a cluster, whose masters and replicas grep shows one after another: one list', () => {
    const lines = list('d').split('\n')
    const part = (word: string) =>
      `$ redis-cli cluster nodes | grep ${word}\n${lines.filter((line) => line.includes(word)).join('\n')}`
    expect(told({'all.txt': `${part('master')}\n${part('slave')}`}, 'cluster-shape')).toHaveLength(1)
  })

  test.each(['cluster-shape', 'slots-uncovered'])(
    '%s: no TAKEOVER before it was looked whether the master runs',
    (rule) => {
      const [{fix = [], avoid = []} = {}] = told({'d.txt': list('d')}, rule)
      expect(fix[0]).toMatch(/^Look first whether .* on its own machine, and what .*other nodes list/)
      expect(fix.findIndex((it) => it.includes('TAKEOVER'))).toBeGreaterThan(0)
      expect(avoid.join()).toContain('No TAKEOVER while the old master may still take writes elsewhere')
    },
  )

  test('of a cluster whose shards are uneven, or may not fail over', () => {
    const nodes = [
      master('a', 6379, 1, '0-10000', 'myself,master'),
      master('b', 6380, 2, '10001-13000'),
      master('c', 6381, 3, '13001-16383'),
      replica('d', 6382, 'a', 'slave,nofailover'),
    ].join('\n')
    for (const rule of ['slots-unbalanced', 'cluster-no-failover', 'cluster-shape']) {
      expect(told({'n.txt': nodes}, rule)[0], rule).toMatchObject({
        certainty: 'likely',
        why: expect.stringContaining('This is the view of 10.0.0.1:6379 alone.'),
      })
    }
  })

  test('of a sentinel', () => {
    const other = (n: number) => `sentinel ${id(String(n))} 10.0.0.${n} 26379 @ mymaster 10.0.0.1 6379`
    const log = [
      `${at('10.000', 'X')} # +monitor master mymaster 10.0.0.1 6379 quorum 2`,
      ...[2, 3].map((n) => `${at(`1${n}.000`, 'X')} * +sentinel ${other(n)}`),
      ...[2, 3].map((n) => `${at(`3${n}.000`, 'X')} # +sdown ${other(n)}`),
    ].join('\n')
    expect(told({'s1.log': log}, 'sentinel-majority-lost')[0]?.title).toMatch(/^As s1 sees it, only 1 of 3/)
    const answer = '(error) NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the majority'
    const [alone] = told({'s1.txt': answer}, 'ckquorum-failed')
    expect(alone?.title).toMatch(/^As s1 counts, no failover/)
    expect(alone).toMatchObject({
      certainty: 'likely',
      why: expect.stringContaining('view of one sentinel alone'),
    })
    expect(told({'s1.txt': `${answer}\n${answer}`}, 'ckquorum-failed')[0]?.certainty).toBe('likely')
    expect(told({'s1.txt': answer, 's2.txt': answer}, 'ckquorum-failed')[0]?.certainty).toBe('certain')
  })

  test('of a sentinel that lists others as down', () => {
    const rows = (...down: readonly number[]) =>
      [2, 3, 4]
        .map(
          (n) =>
            `name\ns${n}\nip\n10.0.0.${n}\nport\n26379\nrunid\n${id(String(n))}\nflags\n${down.includes(n) ? 's_down,' : ''}sentinel`,
        )
        .join('\n')
    const certainties = (files: Readonly<Record<string, string>>) =>
      told(files, 'sentinels-down').map(({certainty, why}) => [
        certainty,
        why.includes('the view of s1 alone'),
      ])
    expect(certainties({'s1.txt': rows(3, 4)})).toEqual([['likely', true]])
    expect(certainties({'s1.txt': rows(3, 4), 's2.txt': rows()})).toEqual([['likely', true]])
    expect(certainties({'s1.txt': rows(3, 4), 's2.txt': rows(3)})).toEqual([
      ['likely', true],
      ['certain', false],
    ])
    expect(certainties({'s1.txt': rows(3, 4), 's2.txt': rows(4, 3)})).toEqual([
      ['certain', false],
      ['certain', false],
    ])
  })
})
