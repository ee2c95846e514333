import {describe, expect, test} from 'vitest'
import {diagnoseTexts} from '../../../test/support/diagnosis/diagnose-texts.ts'
import {sentinelConf} from '../../../test/support/diagnosis/lines.ts'

const said = (files: Readonly<Record<string, string>>) =>
  diagnoseTexts(files)
    .findings.filter(({id}) => id === 'slow-commands')
    .map(
      ({severity, certainty, title, why, fix}) => `${severity} ${certainty} ${title} ${why} ${fix.join(' ')}`,
    )
const piped = (id: number, micros: number, ...words: readonly string[]) =>
  [id, 1_716_000_000 + id, micros, ...words, '10.0.0.5:40000', ''].join('\n')
const typed = (id: number, micros: number, command: string) =>
  `1) 1) (integer) ${id}\n   2) (integer) 1716000000\n   3) (integer) ${micros}\n   4) 1) "${command}"\n      2) "*"\n   5) "10.0.0.5:40000"\n   6) ""`
const asked = '127.0.0.1:6379> slowlog get'

describe('entries of SLOWLOG', () => {
  test('of a pipe are told from arguments that are numbers', () => {
    const range = ['ZRANGEBYSCORE', 'key', '0', '1700000000', '1700003600', 'WITHSCORES']
    const reply = [
      piped(12, 3_000_000, ...range),
      piped(11, 4_000_000, 'KEYS', '*'),
      piped(10, 2000, 'ZADD', 'k', '1700000001', '1700000002', '1700000003', 'm'),
    ]
    const found = said({'n1.txt': `$ redis-cli slowlog get 5 | cat\n${reply.join('\n')}`})
    expect(found.map((it) => /\S+ keeps n1 from .* for \S+ s \(once/.exec(it)?.[0])).toEqual([
      'ZRANGEBYSCORE keeps n1 from answering anybody for 3.0 s (once',
      'KEYS keeps n1 from answering anybody for 4.0 s (once',
    ])
    expect(found[0]).not.toContain('ZSCAN')
    expect(found[0]).toContain('a part at a time')
    expect(found[1]).toContain('SCAN in place of KEYS')
  })

  test('count once, however often they are asked for', () => {
    const reply = typed(12, 3_000_000, 'KEYS')
    expect(said({'n1.txt': `${asked}\n${reply}\n${asked}\n${reply}`}).join()).toContain('3.0 s (once')
    expect(
      said({'n1.txt': `${asked}\n${reply}\n${asked}\n${typed(13, 3_000_000, 'KEYS')}`}).join(),
    ).toContain('(2 times')
    expect(said({'n1.txt': `${asked}\n${reply}`, 'n2.txt': `${asked}\n${reply}`})).toHaveLength(2)
  })
})

describe('how long others hear nothing', () => {
  const slow = (command: string) => ({'n1.txt': `${asked}\n${typed(12, 63_000_000, command)}`})
  const wait = {'sentinel.conf': sentinelConf('sentinel down-after-milliseconds mymaster 10000')}
  const inCluster = (more = '') => ({'n1.conf': `cluster-enabled yes\ncluster-node-timeout 15000\n${more}`})

  // On a real server, PING is answered with BUSY from busy-reply-threshold on, and the sentinel says +sdown all the same.
  test.each(['EVAL', 'EVALSHA', 'FCALL', 'EVAL_RO'])('by a script, %s, sentinels notice whole', (command) => {
    expect(said({...slow(command), ...wait}).join()).toMatch(
      /^cause certain .*from serving anybody.*BUSY.*counts as down although/,
    )
  })

  test('by a script, other nodes notice up to busy-reply-threshold', () => {
    expect(said({...slow('EVALSHA'), ...inCluster()}).join()).toMatch(
      /^risk certain .*BUSY.*cluster-node-timeout is 15000 here, which is longer/,
    )
    expect(said({...slow('EVALSHA'), ...inCluster('busy-reply-threshold 30000')}).join()).toMatch(
      /^cause certain/,
    )
    expect(said({...slow('KEYS'), ...inCluster()}).join()).toMatch(
      /^cause certain .*no PING is answered: cluster-node-timeout is 15000 here/,
    )
  })

  test('is likely, where the timeout may be that of another server', () => {
    expect(said({...slow('KEYS'), 'n9.conf': inCluster()['n1.conf']}).join()).toMatch(
      /^cause likely .*15000 elsewhere here/,
    )
    const two = `${wait['sentinel.conf']}\nsentinel monitor other 10.0.0.9 6379 2\nsentinel down-after-milliseconds other 90000`
    expect(said({...slow('KEYS'), 'sentinel.conf': two}).join()).toMatch(/^cause likely/)
    expect(said(slow('KEYS')).join()).toMatch(/^cause likely/)
  })
})
