// What is held here: the steps of locks do what they say, and fail for what they say; a client that asks the sentinels
// does not fail for being faster than its connection.
import {parseLab} from '../../src/core/lab/parse-lab.ts'
import {chooseServer} from '../../src/engine/servers/choose-server.ts'
import {runLab} from '../../src/runner/run-lab.ts'
import {describe, expect, test} from '../support/test.ts'

async function run(text: string, home: string) {
  const {signal} = new AbortController()
  return runLab(parseLab(text, 'test.yaml'), {home, server: await chooseServer(undefined, {signal}), signal})
}

const head = `title: Locks
topology: 1m
clients:
  alice: {lock: set-nx-ex-token, ttl: 30s}
  bob: {lock: set-nx-ex-token, ttl: 30s}
`

describe('the steps of locks', () => {
  test('a client freezes in the middle of a release, and goes on where it was', async ({home}) => {
    const result = await run(
      `${head}steps:
  - acquire: order
    by: alice
    save: fence
  - release: order
    by: alice
    freeze-before: DEL
    reply: frozen
  - master: GET order
    reply: {matches: alice}
  - alice: PING
    reply: PONG
    blocks: 200ms
  - thaw: alice
    reply: released
  - answer: alice
    reply: PONG
  - master: EXISTS order
    reply: 0
expect:
  - fence == 1
  - locks['order'].acquired == 1
  - locks['order'].holders == 0
`,
      home,
    )
    expect(result.reason).toBeNull()
    expect(result.outcome).toBe('passed')
  })

  test('a frozen client thaws by itself; a crash loses what was held, and not the lock', async ({home}) => {
    const result = await run(
      `${head}steps:
  - freeze: alice
    for: 300ms
    mark: frozen
  - acquire: order
    by: alice
    measure: tookMs
  - crash: alice
  - acquire: order
    by: bob
    reply: refused
  - check: locks['order'].holders == 0
  - acquire: order
    by: bob
    within: 200ms
    reply: refused
expect:
  - tookMs >= 250
`,
      home,
    )
    expect(result.reason).toBeNull()
  })

  test.for([
    [
      '  - acquire: order\n    by: alice\n    reply: refused\n',
      'expected refused; seen: held, with the fencing number 1',
    ],
    ['  - release: order\n    by: alice\n', 'expected released; seen: lost'],
    ['  - thaw: alice\n    reply: released\n', 'seen: it is at nothing'],
    ['  - kill: master\n  - acquire: order\n    by: alice\n', 'expected held; seen: failed'],
    [
      '  - acquire: order\n    by: alice\n    crash-before: PEXPIRE\n    reply: crashed\n',
      'expected crashed; seen: held',
    ],
  ])('%s fails: %s', async ([steps, reason], {home}) => {
    const result = await run(`${head}steps:\n${steps}`, home)
    expect(result.outcome).toBe('failed')
    expect(result.reason).toContain(reason)
  })
})

test('the first command of a client that asks the sentinels waits for its connection', async ({home}) => {
  const result = await run(
    'title: Follow\ntopology: 1m1r1s\noptions: {quorum: 1}\nclients: {app: follow}\nsteps:\n  - app: SET key value\n    reply: OK\n',
    home,
  )
  expect(result.reason).toBeNull()
})
