import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {failoverNames} from './support/failover-fixture.ts'
import {addShares, countRecognised, describeShare, leastShare} from './support/recognised-share.ts'

// The share over the logs of a whole test run is told at its end, by global-setup.ts.
test('nearly every line of recorded failovers is recognised', () => {
  const folder = path.join(import.meta.dirname, 'fixtures/failovers')
  const share = addShares(
    failoverNames.flatMap((name) =>
      readdirSync(path.join(folder, name))
        .filter((file) => file.endsWith('.log'))
        .map((file) => countRecognised(readFileSync(path.join(folder, name, file), 'utf8'), file)),
    ),
  )
  console.log(describeShare(share))
  expect(share.lines).toBeGreaterThan(500)
  expect((share.lines - share.unknown.length) / share.lines).toBeGreaterThanOrEqual(leastShare)
})
