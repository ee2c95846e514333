// What is held here: each strategy sends what people send, against a real server, and breaks where it breaks in real life.
import {type LockStrategyName, lockStrategyNames} from '../../src/core/load/lock-strategies.ts'
import {Connection} from '../../src/engine/redis/connection.ts'
import {startDeployment} from '../../src/index.ts'
import {ClientCrashed, LockClient} from '../../src/load/lock-client.ts'
import {LockReferee} from '../../src/load/lock-referee.ts'
import type {Send} from '../../src/load/lock-strategies/lock-strategy.ts'
import {lockStrategies} from '../../src/load/lock-strategies/strategies.ts'
import {eventually} from '../support/eventually.ts'
import {expect, test} from '../support/test.ts'

/** Two clients, alice and bob, of the masters at some ports. */
function openPair(strategy: LockStrategyName, ports: readonly number[], ttlMs = 30_000) {
  const referee = new LockReferee()
  const open = (name: string) =>
    new LockClient({
      name,
      strategy: lockStrategies[strategy],
      ttlMs,
      referee,
      connect: async () => {
        const connections = await Promise.all(
          ports.map((port) => Connection.open({host: '127.0.0.1', port}, {timeoutMs: 2000})),
        )
        const [first, ...others] = connections.map(
          (connection): Send =>
            (...words) =>
              connection.call(...words),
        )
        return {
          masters: [first as Send, ...others],
          [Symbol.dispose]: () => {
            for (const connection of connections) connection[Symbol.dispose]()
          },
        }
      },
    })
  const [alice, bob] = [open('alice'), open('bob')]
  return {
    alice,
    bob,
    view: () => referee.view()['lock'],
    [Symbol.dispose]: () => {
      alice[Symbol.dispose]()
      bob[Symbol.dispose]()
    },
  }
}

for (const name of lockStrategyNames) {
  test(`${name}: one holder at a time, and the next one has a higher number`, async ({home, port}) => {
    await using lab = await startDeployment(name === 'redlock' ? '3m' : '1m', {home, port})
    const ports = lab.instances.map((instance) => instance.port)
    using pair = openPair(name, ports)
    const {alice, bob} = pair
    expect(await alice.acquire('lock')).toEqual({outcome: 'held', fence: 1})
    expect(await bob.acquire('lock')).toEqual({outcome: 'refused'})
    expect(pair.view()).toMatchObject({holders: 1, accepted: 1, acquired: 1, refused: 1})
    expect(await alice.release('lock')).toEqual({outcome: 'released'})
    expect(pair.view()).toMatchObject({holders: 0})
    expect(await bob.acquire('lock')).toEqual({outcome: 'held', fence: 2})
    // It never had it: nothing is sent, and nothing happens to that of the other one.
    expect(await alice.release('lock')).toEqual({outcome: 'lost'})
    expect(await alice.acquire('lock')).toEqual({outcome: 'refused'})
    expect(pair.view()).toMatchObject({holders: 1, mostHolders: 1, doubleHeld: 0, fencingBroken: 0, lost: 0})
  })
}

test('a crash between SETNX and EXPIRE leaves a lock without an end; one after SET NX EX does not', async ({
  home,
  port,
}) => {
  await using lab = await startDeployment('1m', {home, port})
  const ports = lab.instances.map((instance) => instance.port)
  using redis = await Connection.open({host: '127.0.0.1', port: ports[0] as number})
  using old = openPair('setnx-expire', ports)
  old.alice.expect({before: 'EXPIRE', kind: 'crash'})
  await expect(old.alice.acquire('lock')).rejects.toThrow(ClientCrashed)
  expect(await redis.call('PTTL', 'lock')).toBe(-1)
  expect(await old.bob.acquire('lock')).toEqual({outcome: 'refused'})
  expect(old.view()).toMatchObject({holders: 0})
  await redis.call('DEL', 'lock')

  using newer = openPair('set-nx-ex', ports, 1000)
  newer.alice.expect({before: 'INCR', kind: 'crash'})
  await expect(newer.alice.acquire('lock')).rejects.toThrow(ClientCrashed)
  expect(await redis.call('PTTL', 'lock')).toBeGreaterThan(0)
  // What died comes back as another process, with another token.
  await eventually(() => newer.alice.acquire('lock'), {
    withinMs: 5000,
    message: 'the lock did not end',
    until: ({outcome}) => outcome === 'held',
  })
})

test('compared by the client, the lock of another one is deleted; compared by a script, it is not', async ({
  home,
  port,
}) => {
  await using lab = await startDeployment('1m', {home, port})
  const ports = lab.instances.map((instance) => instance.port)
  using redis = await Connection.open({host: '127.0.0.1', port: ports[0] as number})
  for (const [name, before, left] of [
    ['set-nx-ex-token', 'DEL', null],
    ['lua', 'EVAL', 'bob:1'],
  ] as const) {
    using pair = openPair(name, ports)
    await redis.call('DEL', 'lock')
    await pair.alice.acquire('lock')
    pair.alice.expect({before, kind: 'freeze'})
    const release = pair.alice.release('lock')
    await eventually(() => pair.alice.isFrozen, {withinMs: 2000, message: 'not frozen', until: (is) => is})
    // As if the TTL had run out.
    await redis.call('DEL', 'lock')
    await pair.bob.acquire('lock')
    pair.alice.thaw()
    expect(await release).toEqual({outcome: left === null ? 'released' : 'lost'})
    expect(await redis.call('GET', 'lock')).toBe(left)
  }
})

test('a watchdog keeps a lock beyond its TTL; frozen it loses it, and learns so when it goes on', async ({
  home,
  port,
}) => {
  await using lab = await startDeployment('1m', {home, port})
  const ports = lab.instances.map((instance) => instance.port)
  using pair = openPair('watchdog', ports, 900)
  const {alice, bob} = pair
  await alice.acquire('lock')
  await eventually(() => pair.view(), {
    withinMs: 10_000,
    message: 'it was not renewed for three TTLs',
    until: (view) => (view?.renewed ?? 0) >= 9,
  })
  expect(await bob.acquire('lock')).toEqual({outcome: 'refused'})
  alice.freeze()
  await eventually(() => bob.acquire('lock'), {
    withinMs: 5000,
    message: 'a frozen holder kept the lock',
    until: ({outcome}) => outcome === 'held',
  })
  expect(pair.view()).toMatchObject({holders: 2, accepted: 1, mostHolders: 2, mostAccepted: 1, doubleHeld: 1})
  alice.thaw()
  await eventually(() => pair.view(), {
    withinMs: 5000,
    message: 'it did not learn that the lock is lost',
    until: (view) => view?.holders === 1,
  })
  expect(pair.view()).toMatchObject({lost: 1, fencingBroken: 0})
  bob.crash()
  expect(pair.view()).toMatchObject({holders: 0})
})

test('redlock: two of five may die, not three; what it got at too few it gives back', async ({
  home,
  port,
}) => {
  await using lab = await startDeployment('5m', {home, port})
  const ports = lab.instances.map((instance) => instance.port)
  using pair = openPair('redlock', ports)
  const {alice, bob} = pair
  await alice.acquire('other')
  await bob.acquire('other')
  await lab.kill(['n4', 'n5'])
  expect(await alice.acquire('lock')).toMatchObject({outcome: 'held'})
  expect(await alice.release('lock')).toEqual({outcome: 'released'})
  await lab.kill('n3')
  expect(await alice.acquire('lock')).toEqual({outcome: 'refused'})
  // What it got at two of them it has given back.
  using n1 = await Connection.open({host: '127.0.0.1', port: ports[0] as number})
  expect(await n1.call('EXISTS', 'lock')).toBe(0)
})

test('what it holds, Redlock believes for its validity only; frozen, beyond it', async ({home, port}) => {
  await using lab = await startDeployment('3m', {home, port})
  const ports = lab.instances.map((instance) => instance.port)
  using pair = openPair('redlock', ports, 400)
  await pair.alice.acquire('lock')
  pair.alice.freeze()
  await eventually(() => pair.bob.acquire('lock'), {
    withinMs: 5000,
    message: 'the lock did not end',
    until: ({outcome}) => outcome === 'held',
  })
  expect(pair.view()).toMatchObject({mostHolders: 2})
  pair.alice.thaw()
  expect(pair.view()?.holders).toBeLessThanOrEqual(1)
})
