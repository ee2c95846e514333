import {describe, expect, it} from 'vitest'
import {afterFailover, healthy, planOf, statusOf} from '../../../test/support/samples.ts'
import {type LiveInstances, parseTarget, resolveTarget} from './targets.ts'

const resolve = (text: string, live: LiveInstances) =>
  resolveTarget(parseTarget(text), live).map(({name}) => name)

const oneMaster = statusOf(planOf('1m2r3s'))
const twoMasters = statusOf(planOf('2m4r3s'))

describe('parseTarget', () => {
  it.each([
    ['n2', {kind: 'name', name: 'n2'}],
    ['s1', {kind: 'name', name: 's1'}],
    ['master', {kind: 'role', role: 'master'}],
    ['replica', {kind: 'role', role: 'replica'}],
    ['replica:2', {kind: 'role', role: 'replica', index: 2}],
    ['sentinel:3', {kind: 'role', role: 'sentinel', index: 3}],
    ['masters', {kind: 'roles', role: 'master'}],
    ['replicas', {kind: 'roles', role: 'replica'}],
    ['sentinels', {kind: 'roles', role: 'sentinel'}],
    ['all', {kind: 'roles', role: 'all'}],
    ['leader', {kind: 'leader'}],
    ['killed', {kind: 'killed'}],
  ])('reads %s', (text, selector) => {
    expect(parseTarget(text)).toEqual({text, selector})
  })

  it.each([
    ['mymaster-2/master', 'mymaster-2', {kind: 'role', role: 'master'}],
    ['my.shard_1/replica:2', 'my.shard_1', {kind: 'role', role: 'replica', index: 2}],
    ['mymaster/n1', 'mymaster', {kind: 'name', name: 'n1'}],
  ])('reads %s', (text, masterName, selector) => {
    expect(parseTarget(text)).toEqual({text, masterName, selector})
  })

  it.each([
    '',
    'n',
    'x1',
    'N1',
    'Master',
    'slave',
    'master2',
    'replicas:2',
    'all:1',
    'leader:1',
    'n1:2',
    'replica:',
    'replica:-1',
    'replica:99999',
    '/master',
    'mymaster/',
    'a/b/master',
    'n1 n2',
    'n1\n',
    '*',
  ])('refuses %j, and says what a target is', (text) => {
    expect(() => parseTarget(text)).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message: `"${text}" is not a target.`,
        suggestions: expect.arrayContaining([
          expect.stringMatching(/^A target is a name \(n2, s1\), a role .* or several/),
        ]),
      }),
    )
  })

  it.each([
    ['N1', 'Did you mean n1?'],
    ['mastr', 'Did you mean master?'],
    ['n1,n2', 'Several stand apart here: n1 n2'],
  ])('says what %j probably means', (text, suggestion) => {
    expect(() => parseTarget(text)).toThrow(
      expect.objectContaining({suggestions: expect.arrayContaining([suggestion])}),
    )
  })

  it('does not repeat a very long text', () => {
    expect(() => parseTarget('x'.repeat(10_000))).toThrow(/^"x{60}…" is not a target\.$/)
  })
})

describe('resolveTarget', () => {
  it.each([
    ['n2', ['n2']],
    ['s3', ['s3']],
    ['master', ['n1']],
    ['master:1', ['n1']],
    ['replica', ['n2']],
    ['replica:2', ['n3']],
    ['sentinel', ['s1']],
    ['sentinel:2', ['s2']],
    ['masters', ['n1']],
    ['replicas', ['n2', 'n3']],
    ['sentinels', ['s1', 's2', 's3']],
    ['all', ['n1', 'n2', 'n3', 's1', 's2', 's3']],
    ['mymaster/master', ['n1']],
    ['mymaster/replicas', ['n2', 'n3']],
  ])('finds %s of 1m2r3s', (text, names) => {
    expect(resolve(text, oneMaster)).toEqual(names)
  })

  it.each([
    ['mymaster-2/master', ['n2']],
    ['master:2', ['n2']],
    ['masters', ['n1', 'n2']],
    ['mymaster-2/replica', ['n4']],
    ['mymaster-2/replica:2', ['n6']],
    ['mymaster-2/replicas', ['n4', 'n6']],
    ['mymaster-2/n4', ['n4']],
    ['replicas', ['n3', 'n4', 'n5', 'n6']],
    ['mymaster-1/sentinel', ['s1']],
  ])('finds %s of 2m4r3s', (text, names) => {
    expect(resolve(text, twoMasters)).toEqual(names)
  })

  it('follows the current roles, not those of the plan', () => {
    const plan = planOf('1m2r3s')
    const status = statusOf(plan, healthy(afterFailover(plan, 'n3')))
    expect(resolve('master', status)).toEqual(['n3'])
    expect(resolve('replicas', status)).toEqual(['n1', 'n2'])
  })

  it('finds the leader where it is known', () => {
    expect(resolve('leader', {...oneMaster, leader: 's2'})).toEqual(['s2'])
  })

  it('finds what was killed, and not what was stopped', () => {
    const plan = planOf('1m2r3s')
    const observations = healthy(plan)
      .set('n1', {state: 'dead', pid: null})
      .set('n2', {state: 'stopped', pid: null})
      .set('s3', {state: 'dead', pid: null})
    expect(resolve('killed', statusOf(plan, observations))).toEqual(['n1', 's3'])
  })

  it('says so when nothing was killed', () => {
    expect(() => resolve('killed', oneMaster)).toThrow(
      expect.objectContaining({
        code: 'TARGET_NOT_FOUND',
        message: 'No instance was killed that does not run again.',
      }),
    )
  })

  it('has no leader before a failover', () => {
    expect(() => resolve('leader', oneMaster)).toThrow(
      expect.objectContaining({
        code: 'TARGET_NOT_FOUND',
        message: 'No sentinel has led a failover yet.',
      }),
    )
  })

  it('says which instances there are when a name is nobody’s', () => {
    expect(() => resolve('n9', statusOf(planOf('1m1r1s')))).toThrow(
      expect.objectContaining({
        code: 'TARGET_NOT_FOUND',
        message: 'No instance is "n9" now.',
        suggestions: ['There are n1 (master), n2 (replica), s1 (sentinel).'],
      }),
    )
  })

  it('shows the state instead of the role of what does not run, and a dozen at most', () => {
    const plan = planOf('1m20r')
    const observations = healthy(plan).set('n2', {state: 'dead', pid: null})
    expect(() => resolve('n99', statusOf(plan, observations))).toThrow(
      expect.objectContaining({
        suggestions: [
          expect.stringMatching(/^There are n1 \(master\), n2 \(dead\), .* n12 \(replica\), …\.$/),
        ],
      }),
    )
  })

  it('counts for an index that is too high', () => {
    expect(() => resolve('replica:9', oneMaster)).toThrow(
      expect.objectContaining({
        code: 'TARGET_NOT_FOUND',
        message: 'There is no replica number 9: there are 2 now.',
        suggestions: ['They are n2, n3.'],
      }),
    )
  })

  it('begins to count at one', () => {
    expect(() => resolve('replica:0', statusOf(planOf('1m1r')))).toThrow(
      expect.objectContaining({
        message: 'There is no replica number 0: there is 1 now.',
        suggestions: ['It is n2.'],
      }),
    )
  })

  it.each(['replica', 'replica:1', 'replicas', 'sentinel', 'sentinels'])(
    'finds no %s where there is none',
    (text) => {
      expect(() => resolve(text, statusOf(planOf('1m')))).toThrow(
        expect.objectContaining({code: 'TARGET_NOT_FOUND', message: `No instance is "${text}" now.`}),
      )
    },
  )

  it('asks which of several masters is meant', () => {
    expect(() => resolve('master', twoMasters)).toThrow(
      expect.objectContaining({
        code: 'TARGET_AMBIGUOUS',
        message: '"master" could be any of 2 masters.',
        suggestions: ['Say which: mymaster-1/master, mymaster-2/master; or all of them: masters.'],
        details: {claimedBy: ['n1', 'n2']},
      }),
    )
  })

  it('lists three of many masters', () => {
    expect(() => resolve('master', statusOf(planOf('5m')))).toThrow(
      expect.objectContaining({
        suggestions: [
          'Say which: mymaster-1/master, mymaster-2/master, mymaster-3/master, …; or all of them: masters.',
        ],
      }),
    )
  })

  it('does not choose between two instances that claim to be the master', () => {
    const plan = planOf('1m2r3s')
    const n3 = healthy(afterFailover(plan, 'n3')).get('n3')
    const observations = healthy(plan)
    if (n3 !== undefined) observations.set('n3', n3)
    const split = statusOf(plan, observations)
    expect(() => resolve('master', split)).toThrow(
      expect.objectContaining({
        code: 'TARGET_AMBIGUOUS',
        message: '2 instances claim to be master of mymaster: n1 and n3.',
        suggestions: ['Name the one you mean: n1 or n3.'],
        details: {claimedBy: ['n1', 'n3']},
      }),
    )
    expect(resolve('masters', split)).toEqual(['n1', 'n3'])
  })

  it('says who could be meant when there is no master now', () => {
    const plan = planOf('1m2r3s')
    const observations = healthy(plan).set('n1', {state: 'paused', pid: 100})
    expect(() => resolve('master', statusOf(plan, observations))).toThrow(
      expect.objectContaining({
        code: 'TARGET_NOT_FOUND',
        message: 'No instance of mymaster is master now.',
        suggestions: ['Name the instance you mean: n1 (paused), n2 (replica), n3 (replica).'],
      }),
    )
  })

  it('finds the other master when one of two is gone', () => {
    const plan = planOf('2m')
    const status = statusOf(plan, healthy(plan).set('n1', {state: 'dead', pid: null}))
    expect(resolve('masters', status)).toEqual(['n2'])
    expect(resolve('mymaster-2/master', status)).toEqual(['n2'])
  })

  it('knows the names of the masters', () => {
    expect(() => resolve('mymaster-3/master', twoMasters)).toThrow(
      expect.objectContaining({
        code: 'TARGET_NOT_FOUND',
        message: 'There is no master named "mymaster-3" in this deployment.',
        suggestions: ['Its masters are mymaster-1, mymaster-2.'],
      }),
    )
  })

  it('does not find an instance in another master’s group', () => {
    expect(() => resolve('mymaster-2/n1', twoMasters)).toThrow(
      expect.objectContaining({code: 'TARGET_NOT_FOUND', message: 'No instance is "mymaster-2/n1" now.'}),
    )
  })
})
