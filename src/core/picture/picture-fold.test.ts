// Hypothesis: what is drawn of a recorded failover is what its explanation says of it.
import {expect, test} from 'vitest'
import {readFailover} from '../../../test/support/failover-fixture.ts'
import {entryOfJournal} from '../timeline/entries/entry.ts'
import type {Picture} from './picture.ts'
import {PictureFold} from './picture-fold.ts'

function draw(fixture: string): Picture & {readonly end: number} {
  const {plan, entries} = readFailover(fixture)
  const fold = new PictureFold(plan)
  for (const entry of entries) fold.push(entry)
  const end = entries.at(-1)?.at ?? 0
  return {...fold.until(end), end}
}

const statesOf = ({bands}: Picture, name: string) =>
  bands.filter(({instance}) => instance === name).map(({state}) => state)
/** What each believes in the end. */
const lastViews = ({views}: Picture) =>
  Object.fromEntries(views.map(({viewer, group, master}) => [`${viewer} ${group}`, master]))

test('a master that was killed: it is dead, a replica becomes master, and each sentinel says so in its time', () => {
  const picture = draw('killed')
  expect(statesOf(picture, 'n1')).toContain('dead')
  expect(statesOf(picture, 'n2').concat(statesOf(picture, 'n3'))).toContain('master')
  expect(['s1', 's2', 's3'].flatMap((name) => statesOf(picture, name))).toContain('leader')
  expect(new Set(Object.values(lastViews(picture))).size).toBe(1)
  const kinds = picture.arrows.map(({kind}) => kind)
  expect(kinds.filter((kind) => kind === 'vote').length).toBeGreaterThanOrEqual(2)
  expect(kinds.filter((kind) => kind === 'switch')).toHaveLength(3)
  expect(kinds).toContain('promote')
  // They take it for down one after the other, and for sure only once enough do.
  const doubts = picture.views.map(({doubt}) => doubt)
  expect(doubts.indexOf('subjective')).toBeLessThan(doubts.indexOf('objective'))
})

test('bands of an instance follow each other without a gap, and end with the picture', () => {
  for (const fixture of ['killed', 'paused', 'cluster-killed', 'master-cut-off', 'forced']) {
    const picture = draw(fixture)
    const names = new Set(picture.bands.map(({instance}) => instance))
    for (const name of names) {
      const bands = picture.bands.filter(({instance}) => instance === name)
      bands.slice(1).forEach(({from}, index) => {
        expect(from, `${fixture} ${name}`).toBe(bands[index]?.to)
      })
      expect(bands.at(-1)?.to, `${fixture} ${name}`).toBe(picture.end)
    }
  }
})

test('a master that is cut off stays a master, cut off, while another one is made', () => {
  const picture = draw('master-cut-off')
  const cutOff = picture.bands.filter(({instance, isCutOff}) => instance === 'n1' && isCutOff)
  expect(cutOff.map(({state}) => state)).toContain('master')
  expect(picture.held.some(({from, to, isCut}) => isCut && (from === 'n1' || to === 'n1'))).toBe(true)
  expect([...statesOf(picture, 'n2'), ...statesOf(picture, 'n3')]).toContain('master')
})

test('a master that was frozen is paused', () => {
  expect(statesOf(draw('paused'), 'n1')).toContain('paused')
})

test('in a cluster nobody is said to know the new owner before something shows it', () => {
  const {plan, entries} = readFailover('cluster-killed')
  const picture = draw('cluster-killed')
  const won = entries.find(({kind}) => kind === 'election-won')
  const group = plan.instances.find(({name}) => name === won?.instance)?.masterName
  const viewers = plan.instances.map(({name}) => name).filter((name) => name !== won?.instance)
  for (const viewer of viewers) {
    const after = picture.views.find(
      (view) => view.viewer === viewer && view.group === group && view.at >= (won?.at ?? 0),
    )
    expect(after?.master, viewer).toBeNull()
  }
  expect(lastViews(picture)[`${won?.instance} ${group}`]).toBe(won?.instance)
})

test('what the instances answer counts more than what logs let one expect', () => {
  const {plan, entries} = readFailover('killed')
  const fold = new PictureFold(plan)
  for (const entry of entries) fold.push(entry)
  const at = (entries.at(-1)?.at ?? 0) + 10
  fold.see({
    at,
    instances: [{name: 's1', state: 'dead', role: 'unknown', of: null, isUp: false, offset: null}],
    views: [{viewer: 's2', group: 'mymaster', master: 'n3', doubt: 'objective', epoch: 9}],
  })
  const picture = fold.until(at + 10)
  expect(picture.bands.findLast(({instance}) => instance === 's1')).toMatchObject({state: 'dead', from: at})
  expect(picture.views.at(-1)).toMatchObject({viewer: 's2', master: 'n3', doubt: 'objective', epoch: 9})
})

test('a fault that failed leaves an instance as it was', () => {
  const {plan, entries} = readFailover('killed')
  const fold = new PictureFold(plan)
  for (const entry of entries) fold.push(entry)
  const at = (entries.at(-1)?.at ?? 0) + 10
  const injected = {kind: 'fault-injected', fault: 'pause', instances: ['s1']} as const
  const failed = {kind: 'fault-failed', fault: 'pause', instances: ['s1'], reason: 'refused'} as const
  fold.push(entryOfJournal({at, entry: injected}, plan))
  fold.push(entryOfJournal({at: at + 1, entry: failed}, plan))
  const last = fold.until(at + 2).bands.findLast(({instance}) => instance === 's1')
  expect(last?.state).toBe('sentinel')
})
