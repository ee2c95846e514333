// Hypothesis: where no line links the clock of a log to the others, an explanation does not say that this log begins later.
import {writeFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import type {ZoneSetting} from '../../src/core/clocks/zone.ts'
import {findDeployment} from '../../src/engine/deployment/deployment.ts'
import {openSources} from '../../src/engine/opened/open-sources.ts'
import {explainLast} from '../../src/engine/timeline/explain-last.ts'
import {makeTemporaryFolder} from '../support/temporary-folder.ts'

const id = (digit: string) => digit.repeat(40)
const at = (second: string) => `7:X 10 Nov 2024 03:52:${second}`
const sentinel = [
  `${at('00.000')} # Sentinel ID is ${id('1')}`,
  `${at('00.000')} # +monitor master mymaster 10.0.0.1 6379 quorum 1`,
  `${at('01.000')} * +slave slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379`,
  `${at('20.000')} # +sdown master mymaster 10.0.0.1 6379`,
  `${at('20.000')} # +odown master mymaster 10.0.0.1 6379 #quorum 1/1`,
  `${at('20.000')} # +new-epoch 1`,
  `${at('20.000')} # +try-failover master mymaster 10.0.0.1 6379`,
  `${at('20.001')} # +vote-for-leader ${id('1')} 1`,
  `${at('20.002')} # +elected-leader master mymaster 10.0.0.1 6379`,
  `${at('20.100')} # +selected-slave slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379`,
  `${at('21.000')} # +promoted-slave slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379`,
  `${at('21.100')} # +failover-end master mymaster 10.0.0.1 6379`,
  `${at('21.100')} # +switch-master mymaster 10.0.0.1 6379 10.0.0.2 6379`,
].join('\n')

/** A server that logs nothing that a sentinel logs, too, and by a clock that may be anything. */
const server = (hour: string) =>
  [
    `9:M 10 Nov 2024 ${hour}:10:00.000 * Running mode=standalone, port=6379.`,
    `9:M 10 Nov 2024 ${hour}:10:00.001 * Ready to accept connections tcp`,
    `9:M 10 Nov 2024 ${hour}:12:00.001 * Background saving started by pid 31`,
  ].join('\n')

test('the log of a server whose clock is linked to nothing', async () => {
  await using folder = await makeTemporaryFolder()
  const files = ['s1.log', 'n1.log'].map((file) => path.join(folder.path, file))
  writeFileSync(files[0] ?? '', sentinel)
  writeFileSync(files[1] ?? '', server('05'))
  const home = path.join(folder.path, 'home')
  const tell = async (name: string, zones: readonly ZoneSetting[]) => {
    await openSources(files, {name, home, clocks: {zones}})
    const deployment = await findDeployment(name, {evenIfOpened: true, home})
    const {explanations} = await explainLast(deployment, {isForAll: true})
    return JSON.stringify(explanations)
  }
  const unlinked = await tell('unlinked', [])
  expect(unlinked).not.toContain('begins after that')
  expect(unlinked).toMatch(
    /No line links the clock of \S+ to the others, so whether its log tells of that time is not known/,
  )
  // With their zones they are comparable.
  const known = await tell('known', [{instance: undefined, zone: '+00:00'}])
  expect(known).toContain('begins after that')
})
