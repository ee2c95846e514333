import {existsSync, readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {proofs} from '../../../test/support/diagnosis/proofs.ts'
import {allRules} from './all-rules.ts'

// Hypothesis: what each rule says is shown, by a lab or by a test with real servers, but for the few that one machine cannot
// show.

const repository = path.join(import.meta.dirname, '../../..')
const folder = path.join(repository, 'test/integration/diagnose-proofs')

/** The titles of the tests of each file. */
const titles = new Map(
  readdirSync(folder).map((file) => {
    const source = readFileSync(path.join(folder, file), 'utf8')
    const found = [...source.matchAll(/(?:^|[^\w.])test(?:\.\w+\([^\n]*\))?\(\s*(['"])((?:(?!\1).)+)\1/gm)]
    const tables = [...source.matchAll(/^\s*\]\)\(\s*(['"])((?:(?!\1).)+)\1/gm)]
    return [file.replace('.test.ts', ''), new Set([...found, ...tables].map(([, , title]) => title))]
  }),
)

test('each rule has a proof, and no other has', () => {
  expect(Object.keys(proofs).toSorted()).toEqual(allRules.map(({id}) => id).toSorted())
})

test.each(allRules.map(({id, lab}) => ({id, lab})))('$id is proven by what there is', ({id, lab}) => {
  const {lab: proof, test: title, unproven} = proofs[id] ?? {}
  expect(lab).toBe(proof)
  if (proof !== undefined) expect(existsSync(path.join(repository, 'labs', `${proof}.yaml`))).toBe(true)
  if (title !== undefined) {
    const [file = '', name] = title.split(' › ')
    expect(titles.get(file)).toContain(name)
    // The test looks for this very rule.
    expect(readFileSync(path.join(folder, `${file}.test.ts`), 'utf8')).toContain(`'${id}'`)
  }
  expect(unproven === undefined).toBe(proof !== undefined || title !== undefined)
})

test('few are without', () => {
  const without = Object.values(proofs).filter(({unproven}) => unproven !== undefined)
  expect(without.length).toBeLessThanOrEqual(3)
})
