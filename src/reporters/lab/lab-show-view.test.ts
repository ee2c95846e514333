import {expect, test} from 'vitest'
import {parseLab} from '../../core/lab/parse-lab.ts'
import {plainTheme as plain} from '../kit/theme.ts'
import {renderLab} from './lab-show-view.ts'

const lab = parseLab(
  `title: Rounds
topology: 1m
values:
  rounds: {usual: 3, thorough: 60}
claims:
  - id: counts
    text: It counts.
    verdict: [{when: redis, is: refuted}, {when: valkey, is: confirmed}]
steps:
  - repeat: \${rounds}
    say: We do it \${rounds} times.
    steps:
      - n1: INCR \${n1.port}
        save: last
  - n1: GET \${last}
    reply: null
    shows: counts
expect:
  - last > 0
`,
  'rounds.yaml',
)

test('values stand where the steps name them; what a run measures keeps its name', () => {
  const text = renderLab(lab, plain)
  expect(text).toContain('  We do it 3 times.\n  1  repeat × 3\n')
  expect(text).toContain('n1> INCR ${n1.port}')
  expect(text).toContain('n1> GET ${last}')
})

test('in Chinese, the words around the lab are Chinese', () => {
  const text = renderLab(lab, plain, {language: 'zh'})
  expect(text).toContain('\n说法\n  • It counts.\n    在 redis 上不成立, 在 valkey 上成立\n')
  expect(text).toMatch(/^步骤$/m)
  expect(text).toMatch(/^预期$/m)
  expect(text).toContain('[证实 counts]')
})
