import {expect, test} from 'vitest'
import {describeStep} from './describe-step.ts'
import {parseLab} from './parse-lab.ts'

test.each([
  ['n1: INFO replication, field: slave0.lag', 'n1> INFO replication, slave0.lag'],
  ['n1: PING, times: 3', 'n1> PING × 3'],
  [
    'await: {client: n1, command: INFO stats, field: sync_full, reply: 1}',
    'await n1> INFO stats, sync_full → 1',
  ],
  ['await: {event: sync-started, of: n1, fields: {port: 1}}', 'await sync-started of n1 with port 1'],
  [
    'observe: {event: sync-started, fields: {port: {above: 1}}}, as: tries',
    'count sync-started with port above 1',
  ],
])('%s reads %s', (step, text) => {
  const [parsed] = parseLab(`title: x\ntopology: 1m\nsteps:\n  - {${step}}\n`, 'x.yaml').steps
  expect(parsed && describeStep(parsed)).toBe(text)
})
