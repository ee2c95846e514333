import {describe, expect, test} from 'vitest'
import {RedislabError} from '../errors/errors.ts'
import {describeStep} from './describe-step.ts'
import {parseLab} from './parse-lab.ts'

const head = `title: Locks
topology: 1m
clients:
  alice: {lock: watchdog, ttl: 900ms}
  bob: {at: master}
`

function problemsOf(text: string): readonly string[] {
  try {
    parseLab(text, 'locks.yaml')
    return []
  } catch (error) {
    if (!(error instanceof RedislabError)) throw error
    const {problems} = error.details as {problems: readonly {line: number; message: string}[]}
    return problems.map(({line, message}) => `${line}: ${message}`)
  }
}

describe('the steps of locks', () => {
  test('are told as one would say them', () => {
    const lab = parseLab(
      `${head}steps:
  - acquire: order-17
    by: alice
  - acquire: order-17
    by: alice
    crash-before: EXPIRE
    reply: crashed
  - release: order-17
    by: alice
    freeze-before: DEL
    reply: frozen
  - thaw: alice
    reply: released
  - freeze: alice
    for: 2s
  - crash: alice
  - check: locks['order-17'].holders == 1
`,
      'locks.yaml',
    )
    expect(lab.steps.map(describeStep)).toEqual([
      'alice acquires order-17',
      'alice acquires order-17, and crashes before EXPIRE',
      'alice releases order-17, and freezes before DEL',
      'alice thaws',
      'alice freezes for 2s',
      'alice crashes',
      "check locks['order-17'].holders == 1",
    ])
  })

  test.each([
    ['acquire: x\n    by: bob', '8: there is no client that locks `bob`; there are alice'],
    ['acquire: x\n    by: alise', '8: there is no client that locks `alise`: did you mean `alice`?'],
    ['freeze: carol', '7: there is no client that locks `carol`; there are alice'],
  ])('by whom nobody can lock is said: %s', (step, problem) => {
    expect(problemsOf(`${head}steps:\n  - ${step}\n`)).toEqual([problem])
  })

  test('what an acquisition cannot come to is said', () => {
    const [problem] = problemsOf(`${head}steps:\n  - acquire: x\n    by: alice\n    reply: released\n`)
    expect(problem).toMatch(/held/)
  })

  test('an unknown strategy is said', () => {
    const [problem] = problemsOf(`${head.replace('watchdog', 'watchdoc')}steps:\n  - bob: PING\n`)
    expect(problem).toMatch(/watchdog/)
  })
})
