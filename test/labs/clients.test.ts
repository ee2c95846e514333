import {writeFileSync} from 'node:fs'
import path from 'node:path'
import {expect} from 'vitest'
import {test} from '../support/test.ts'

test('a command to an instance by its name asks nobody else', async ({home, redislab}) => {
  const file = path.join(home, 'quiet.yaml')
  writeFileSync(
    file,
    `title: Quiet
topology: 1m1r
steps:
  - n1: INFO commandstats
    field: cmdstat_info.calls
    save: before
  - n2: PING
  - n2: PING
  - n1: INFO commandstats
    field: cmdstat_info.calls
    save: after
  - check: after - before == 1
`,
  )
  const {json} = await redislab(`lab run ${file} --json`)
  const {reason, outcome} = json().labs?.[0] ?? json()
  expect({outcome, reason}).toEqual({outcome: 'passed', reason: null})
})
