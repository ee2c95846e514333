// What is held here: redislab through short rounds of torture, of each kind. `npm run torture` goes on for longer.
import process from 'node:process'
import {kindNames, kinds, playRound} from '../torture/run-rounds.ts'
import {describe, expect, test} from './support/test.ts'

/** Chosen so that the kinds meet different commands, shapes and damages; each is the same every time. */
const seed = 7

describe.runIf(process.platform === 'linux')('torture', () => {
  test.for(kindNames)('%s', {timeout: 120_000}, async (kind) => {
    const {found, tally} = await playRound({number: 1, kind, seed, isShort: true})
    expect(found).toBeUndefined()
    expect(tally.checks).toBeGreaterThan(kinds[kind].short)
    expect(tally.done.length).toBeGreaterThan(1)
  })
})
