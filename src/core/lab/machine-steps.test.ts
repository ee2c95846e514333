import {expect, test} from 'vitest'
import {describeStep} from './describe-step.ts'
import {parseLab} from './parse-lab.ts'
import {findUnmet} from './verdicts.ts'

const lab = parseLab(
  `title: Machine
topology: 1m
requires: {huge-pages: true}
steps:
  - huge-pages: always
  - check-system: THP
    reply: {matches: ^warning}
  - process-status: n1
    field: THP_enabled
    reply: "0"
`,
  'machine.yaml',
)

test('the steps about the machine are told as one would type them', () => {
  expect(lab.steps.map(describeStep)).toEqual([
    'echo always > /sys/kernel/mm/transparent_hugepage/enabled',
    'redis-server --check-system, THP',
    'THP_enabled in /proc/PID/status of n1',
  ])
})

test('where huge pages cannot be set, such a lab is skipped with the reason', () => {
  const here = {server: {flavour: 'redis', version: '7.0.15'}, isRoot: true, platform: 'linux'} as const
  expect(findUnmet(lab, {...here, whyNotHugePages: 'it is read-only'})).toBe('it is read-only')
  expect(findUnmet(lab, here)).toBeUndefined()
})
