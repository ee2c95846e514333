import {describe, expect, test} from 'vitest'
import {diagnoseTexts} from '../../../test/support/diagnosis/diagnose-texts.ts'
import {at, master} from '../../../test/support/diagnosis/lines.ts'

const whole = 'vars currentEpoch 5 lastVoteEpoch 3'
/** Everything that can be left of the last line, and whether a server starts from it: tried with redis-server 7.0.15. */
const ends = Array.from({length: whole.length}, (_, index) => whole.slice(0, index + 1))
const refused = (end: string) =>
  end.length < 'vars'.length ||
  /^vars c[a-zA-Z]*$/.test(end.trim()) ||
  /^vars currentEpoch 5 l[a-zA-Z]*$/.test(end.trim())

describe('a nodes.conf that ends in the middle', () => {
  const found = (files: Readonly<Record<string, string>>) =>
    diagnoseTexts(files).findings.filter(({id}) => id === 'nodes-conf-cut')
  const nodes = master('a', 7001, 1, '0-16383', 'myself,master')

  test.each(ends)('of its last line, %j is left', (end) => {
    expect(found({'nodes.conf': `${nodes}\n${end}`})).toHaveLength(refused(end) ? 1 : 0)
    const line = `${at('10.000', 'M')} # Unrecoverable error: corrupted cluster config file "${end}".`
    expect(found({'n1.log': line})).toHaveLength(refused(end) ? 1 : 0)
  })

  test('a whole line in which a number is missing a digit is none', () => {
    expect(found({'nodes.conf': `${nodes}\n${whole}\n`})).toEqual([])
  })
})
