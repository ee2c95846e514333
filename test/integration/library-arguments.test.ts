// Hypotheses: whatever a program passes that cannot be is refused at once, in one sentence in the words of the library, with
// what to do next in the message; and nothing was done.
import {describe} from 'vitest'
import {
  type Deployment,
  findDeployment,
  RedislabError,
  runLab,
  startDeployment,
  startLoad,
} from '../../src/index.ts'
import {expect, expectNothingLeft, test} from '../support/test.ts'

// biome-ignore lint/suspicious/noExplicitAny: what JavaScript may pass, TypeScript refuses.
type Anything = any

const refusedBeforeAStart: readonly (readonly [string, () => Promise<unknown>, string])[] = [
  [
    'an option that is nearly one',
    () => startDeployment('1m', {downAfter: 1000} as Anything),
    'startDeployment has no option "downAfter".\n  → Did you mean downAfterMs?',
  ],
  [
    'a misspelt option',
    () => startDeployment('1m', {lniks: true} as Anything),
    'startDeployment has no option "lniks".\n  → Did you mean links?',
  ],
  [
    'a text in place of a number',
    () => startDeployment('1m', {downAfterMs: '1s'} as Anything),
    'startDeployment: downAfterMs must be a number of milliseconds above 0, and is "1s".',
  ],
  [
    'a number in place of the options',
    () => startDeployment('1m', 5 as Anything),
    'startDeployment: options must be an object of options, and is 5.',
  ],
  [
    'no topology',
    () => startDeployment(undefined as Anything),
    "startDeployment: topology must be a text such as '1m2r3s', and is undefined.",
  ],
  ['a topology that is none', () => startDeployment('1x'), '"1x" is not a topology.\n  → '],
  [
    'a quorum of too many',
    () => startDeployment('1m1r1s', {quorum: 3}),
    '\n  → Choose `quorum: 1`, or leave it out.',
  ],
  [
    'an address that is open to the network',
    () => startDeployment('1m', {host: '0.0.0.0'}),
    "`host: '0.0.0.0'` would be open to the network, without a password.\n  → Add `password`",
  ],
  [
    'a directive that is reserved',
    () => startDeployment('1m', {set: ['port=1']}),
    'Use `port` or `sentinelPort`.',
  ],
  [
    'no directive',
    () => startDeployment('1m', {set: 'maxmemory=1mb'} as Anything),
    `startDeployment: set must be a list such as ['maxmemory=64mb'] or an object such as {maxmemory: '64mb'}, and is "maxmemory=1mb".`,
  ],
  [
    'a name that is no text',
    () => findDeployment(7 as Anything),
    'findDeployment: name must be a text, and is 7.',
  ],
  [
    'a load of nothing',
    () => startLoad(undefined as Anything, {kind: 'reads'}),
    'startLoad: the deployment must be one that startDeployment or findDeployment returned, and is undefined.',
  ],
  [
    'a lab that is none',
    () => runLab(null as Anything),
    'runLab: nameOrFile must be the name or the file of a lab, and is null.',
  ],
]

test.for(refusedBeforeAStart)('%s', async ([, call, message], {home}) => {
  const error = await call().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(RedislabError)
  expect(String((error as Error).message)).toContain(message)
  expect((error as Error).message).not.toMatch(/(^|\s)--[a-z]/)
  expectNothingLeft(home)
})

describe('a deployment', () => {
  const calls: readonly (readonly [string, (deployment: Anything) => unknown, string])[] = [
    ['kill(undefined)', (deployment) => deployment.kill(undefined), 'kill: targets must be a target'],
    ['kill(null)', (deployment) => deployment.kill(null), 'kill: targets must be a target'],
    ['kill([])', (deployment) => deployment.kill([]), 'and is an empty list.'],
    ['kill([undefined])', (deployment) => deployment.kill([undefined]), 'and is the list [null].'],
    ["kill('')", (deployment) => deployment.kill(''), 'and is "".'],
    [
      'stop()',
      (deployment) => deployment.stop(),
      'and is undefined.\n  → To end the whole deployment: deployment.close()',
    ],
    ['stop(undefined)', (deployment) => deployment.stop(undefined), 'stop: targets must be a target'],
    ['stop({keep: true})', (deployment) => deployment.stop({keep: true}), '→ To end the whole deployment'],
    ['close(n1)', (deployment) => deployment.close('n1'), 'close: options must be an object of options'],
    ['stop([])', (deployment) => deployment.stop([]), 'stop: targets must be a target'],
    [
      'an unknown option',
      (deployment) => deployment.kill('n1', {nonsense: 1}),
      'kill has no option "nonsense".\n  → It has signal, forMs, by.',
    ],
    [
      'a signal by number',
      (deployment) => deployment.kill('n1', {by: 9}),
      "by must be a signal by its name, such as 'SIGKILL', and is 9.",
    ],
    [
      'forMs as text',
      (deployment) => deployment.pause('n1', {forMs: '1s'}),
      'pause: forMs must be a number of milliseconds above 0',
    ],
    [
      'sleep without a time',
      (deployment) => deployment.sleep('n1'),
      'sleep: durationMs must be a number of milliseconds above 0',
    ],
    [
      'set without settings',
      (deployment) => deployment.set('n1'),
      'set: settings must be directives and their values',
    ],
    [
      'delay without options',
      (deployment) => deployment.delay('n1'),
      'delay: options must be an object of options, and is undefined.',
    ],
    [
      'a signal that is none',
      (deployment) => deployment.reset({signal: {}}),
      'reset: signal must be an AbortSignal, and is {}.',
    ],
    ['master(7)', (deployment) => deployment.master(7), 'master: masterName must be a text, and is 7.'],
    [
      'awaitFailover(5000)',
      (deployment) => deployment.awaitFailover(5000),
      'awaitFailover: options must be an object of options, and is 5000.',
    ],
    [
      'timeline(…)',
      (deployment) => deployment.timeline({since: 1}),
      'timeline has no option "since".\n  → Did you mean sinceMs?',
    ],
    [
      'partition without links',
      (deployment) => deployment.partition('n1'),
      "startDeployment('1m1r', {links: true})",
    ],
    [
      'a start of what runs',
      (deployment) => deployment.start('n1'),
      "\n  → Restart it: deployment.restart('n1')",
    ],
    [
      'remove of the master',
      (deployment) => deployment.remove('n1'),
      '\n  → Take all of it down: deployment.close()',
    ],
    [
      'a load of no kind',
      (deployment) => startLoad(deployment, {} as Anything),
      "startLoad: kind must be 'acked-writes', 'reads', 'locks', 'blocked-pops' or 'pubsub', and is undefined.",
    ],
    [
      'a rate of 0',
      (deployment) => startLoad(deployment, {kind: 'reads', rate: 0}),
      'startLoad: rate must be a number of operations a second above 0, or null, and is 0.',
    ],
  ]

  test('refuses what cannot be, and nothing was done', async ({home, port}) => {
    await using deployment = await startDeployment('1m1r', {home, port})
    const before = await deployment.timeline()
    for (const [title, call, message] of calls) {
      const error = await Promise.resolve(call(deployment)).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error, title).toBeInstanceOf(RedislabError)
      expect((error as Error).message, title).toContain(message)
      // A place in the program, not in the inside of the library alone.
      expect((error as Error).stack, title).toContain('library-arguments.test.ts')
    }
    expect(() => deployment.ioredisOptions({masterName: 5} as Anything)).toThrow(
      'ioredisOptions: masterName must be a text',
    )
    expect((await deployment.status()).ready).toBe(true)
    expect(await deployment.timeline()).toEqual(before)
  })

  test('that was stopped is gone, whatever is asked of it', async ({home, port}) => {
    const deployment: Deployment = await startDeployment('1m2r3s', {home, port, sentinelPort: port + 10})
    await deployment.close()
    const began = Date.now()
    const asked: readonly (() => Promise<unknown>)[] = [
      () => deployment.status(),
      () => deployment.master(),
      () => deployment.url(),
      () => deployment.env(),
      () => deployment.kill('master'),
      () => deployment.stop('n1'),
      () => deployment.set('n1', {maxmemory: 0}),
      () => deployment.awaitFailover(),
      () => deployment.timeline(),
      () => deployment.phases(),
      () => deployment.explain(),
      () => deployment.logs(),
      () => deployment.add({replicaOf: 'master'}),
      () => deployment.remove('n2'),
      () => deployment.reshard({to: 'all'}),
      () => deployment.reset(),
      () => startLoad(deployment, {kind: 'reads'}),
    ]
    for (const ask of asked)
      await expect(ask(), String(ask)).rejects.toMatchObject({code: 'DEPLOYMENT_NOT_FOUND'})
    expect(Date.now() - began).toBeLessThan(2000)
    // Disposing of it does the same.
    expect(await deployment.close()).toBe(0)
  })

  test('that is taken down while a failover is awaited ends the waiting', async ({home, port}) => {
    const deployment = await startDeployment('1m1r3s', {home, port, sentinelPort: port + 10})
    const waiting = deployment.awaitFailover({withinMs: 60_000})
    const ended = expect(waiting).rejects.toMatchObject({code: 'DEPLOYMENT_NOT_FOUND'})
    await deployment.close()
    await ended
  })
})

test('twenty deployments at once, without names', async ({home, port}) => {
  const twenty = await Promise.all(Array.from({length: 20}, () => startDeployment('1m', {home})))
  expect(new Set(twenty.map(({name}) => name)).size).toBe(20)
  expect(twenty.map(({name}) => name)).not.toContain('default')
  await using other = await startDeployment('1m', {home, port, name: 'default'})
  expect(other.name).toBe('default')
  await Promise.all(twenty.map((deployment) => deployment.close()))
})

test('a failover that does not come says why in its message', async ({home, port}) => {
  await using deployment = await startDeployment('1m1r3s', {home, port, sentinelPort: port + 10})
  await expect(deployment.awaitFailover({withinMs: 50})).rejects.toThrow(
    "No failover came within 50 ms.\n  → Nothing was done to a master: deployment.kill('master')",
  )
  await deployment.kill(['s2', 's3'])
  await deployment.kill('master')
  const error: RedislabError = await deployment.awaitFailover({withinMs: 4000}).then(
    () => expect.unreachable(),
    (thrown) => thrown,
  )
  expect(error.suggestions.length).toBeGreaterThan(1)
  expect(error.message.split('\n  → ')).toEqual(['No failover came within 4000 ms.', ...error.suggestions])
  // The next test is not told of what happened in this one.
  await deployment.reset()
  await expect(deployment.awaitFailover({withinMs: 50})).rejects.toThrow('Nothing was done to a master')
  expect(await deployment.explain()).toEqual([])
})

test('why it failed over, what was logged; an instance more and one less', async ({home, port}) => {
  await using deployment = await startDeployment('1m1r3s', {home, port, sentinelPort: port + 10})
  const {added} = await deployment.add({replicaOf: 'master'})
  expect(added).toMatchObject({name: 'n3', role: 'replica'})
  expect(deployment.instances.map(({name}) => name)).toContain('n3')
  await expect(deployment.remove('n3')).rejects.toThrow('has sentinels, which would go on waiting')
  await deployment.kill('n3')
  await deployment.kill('master')
  const {newMaster, phases} = await deployment.awaitFailover()
  expect(newMaster.length + phases.promotedMs).toBeGreaterThan(0)
  const [explanation] = await deployment.explain()
  expect(explanation?.summary).toMatch(/^n2 took over from n1/)
  expect(explanation?.reasons[0]?.evidence.length).toBeGreaterThan(0)
  const lines = await deployment.logs('sentinels', {grep: /^\+switch-master/})
  expect(lines.map(({instance}) => instance).sort()).toEqual(['s1', 's2', 's3'])
  expect(await deployment.logs('n2', {tail: 3})).toHaveLength(3)
})

test('slots are moved', async ({home, clusterPort: port}) => {
  await using deployment = await startDeployment('3m', {home, port, cluster: true})
  const [report] = await deployment.reshard({from: 'n1', count: 10, to: 'n2'})
  expect(report).toMatchObject({to: 'n2', movedCount: 10})
  await expect(deployment.reshard({})).rejects.toThrow(
    "→ deployment.reshard({slots: '0-100', to: 'shard:2'})",
  )
})

test('node-redis is told of the sentinels', async ({home, port}) => {
  await using deployment = await startDeployment('1m1r1s', {
    home,
    port,
    sentinelPort: port + 10,
    password: 'hush',
  })
  expect(deployment.nodeRedisOptions()).toEqual({
    name: 'mymaster',
    sentinelRootNodes: [{host: '127.0.0.1', port: port + 10}],
    sentinelClientOptions: {password: 'hush'},
    nodeClientOptions: {password: 'hush'},
  })
  const {createSentinel} = await import('redis')
  const client = createSentinel(deployment.nodeRedisOptions())
  await client.connect()
  expect(await client.set('city', 'Oslo')).toBe('OK')
  client.destroy()
  await using alone = await startDeployment('1m', {home, port: port + 5})
  expect(() => alone.nodeRedisOptions()).toThrow('→ createClient({url: await deployment.url()})')
})
