// What is held here: the link relay moves bytes intact and in order whatever its rules do meanwhile, holds little of
// them, says no more than a cut cable would, and does not outlive its deployment.
import {existsSync, rmSync} from 'node:fs'
import {connect} from 'node:net'
import path from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {eventually} from '../support/eventually.ts'
import {dial, Listener, receive, send, TestRelay} from '../support/relay.ts'
import {describe, expect, test} from '../support/test.ts'

const mebibyte = 2 ** 20
/** Two instances at loopback addresses of their own. */
const addresses = {n1: '127.63.0.2', n2: '127.63.0.3'}

function instancesAt(port: number) {
  return [
    {name: 'n1', announced: {host: '127.0.0.1', port}, bound: {host: addresses.n1, port}},
    {name: 'n2', announced: {host: '127.0.0.1', port: port + 1}, bound: {host: addresses.n2, port: port + 1}},
  ]
}

const stall = (from: string, to: string) => ({from, to, cut: 'stall'}) as const

describe('the link relay', () => {
  test('1 GiB arrives intact, while the link is cut, slowed and healed', async ({port}) => {
    await using relay = await TestRelay.start(instancesAt(port))
    await using listener = await Listener.at(addresses.n1, port)
    const caller = dial(port, addresses.n2)
    const callee = await listener.next()
    const received = receive(callee)
    const sent = send(caller, 1024 * mebibyte)
    for (let round = 0; round < 4; round += 1) {
      await relay.rule(stall('n2', 'n1'))
      await delay(60)
      await relay.rule({from: 'n2', to: 'n1', delayMs: 20, jitterMs: 20})
      await delay(60)
      await relay.rule({from: 'n2', to: 'n1', bytesPerSecond: 50_000_000, delayMs: 5})
      await delay(60)
      await relay.rule()
      await delay(30)
    }
    expect(await received.hash).toBe(await sent)
    expect(received.count()).toBe(1024 * mebibyte)
    callee.end()
    await eventually(() => relay.look(), {
      withinMs: 5000,
      message: 'the relay kept something of a connection that is over',
      until: ({connections, heldBytes}) => connections === 0 && heldBytes === 0,
    })
  })

  test('a stalled receiver and a stalled link, ten seconds under full-speed senders: little is held, nothing is lost', async ({
    port,
  }) => {
    await using relay = await TestRelay.start(instancesAt(port))
    await using listener = await Listener.at(addresses.n1, port)
    // One whose receiver reads nothing; it never connects to anything that is cut.
    const first = dial(port)
    const deaf = await listener.next()
    const toDeaf = send(first, 64 * mebibyte)
    // One whose link is cut after a while.
    const second = dial(port, addresses.n2)
    const hearing = await listener.next()
    const heard = receive(hearing)
    const toHearing = send(second, 128 * mebibyte)
    await eventually(heard.count, {
      withinMs: 10_000,
      message: 'nothing came',
      until: (bytes) => bytes > mebibyte,
    })
    await relay.rule(stall('n2', 'n1'))
    await delay(200)
    const atCut = heard.count()
    const peaks: number[] = []
    for (let tick = 0; tick < 40; tick += 1) {
      await delay(250)
      peaks.push((await relay.look()).memoryBytes)
    }
    expect(heard.count()).toBe(atCut)
    expect(Math.max(...peaks)).toBeLessThan(200 * mebibyte)
    await relay.rule()
    const late = receive(deaf)
    expect(await heard.hash).toBe(await toHearing)
    expect(await late.hash).toBe(await toDeaf)
  })

  test('delayed links hold no more than a window each, and all together no more than is bearable', async ({
    port,
  }) => {
    await using relay = await TestRelay.start(instancesAt(port))
    await using listener = await Listener.at(addresses.n1, port)
    await relay.rule({from: 'clients', to: 'n1', delayMs: 3000})
    const transfers = await Promise.all(
      Array.from({length: 30}, async () => {
        const caller = dial(port)
        const received = receive(await listener.next())
        return {sent: send(caller, 5 * mebibyte), received}
      }),
    )
    await delay(1500)
    const {heldBytes, memoryBytes} = await relay.look()
    expect(heldBytes).toBeLessThan(72 * mebibyte)
    expect(memoryBytes).toBeLessThan(250 * mebibyte)
    await relay.rule()
    for (const {sent, received} of transfers) expect(await received.hash).toBe(await sent)
  })

  test('no end and no reset passes a cut; both do after it', async ({port}) => {
    await using relay = await TestRelay.start(instancesAt(port))
    await using listener = await Listener.at(addresses.n1, port)
    const ending = dial(port, addresses.n2)
    const ended = await listener.next()
    const crashing = dial(port, addresses.n2)
    const crashed = await listener.next()
    const heard: string[] = []
    ended.on('end', () => heard.push('end')).resume()
    crashed.on('close', (hadError) => heard.push(hadError ? 'reset' : 'close')).resume()
    await relay.rule(stall('n2', 'n1'))
    ending.end('last words')
    crashing.resetAndDestroy()
    await delay(500)
    expect(heard).toEqual([])
    await relay.rule()
    await eventually(() => heard, {
      withinMs: 5000,
      message: 'the ends did not arrive',
      until: (all) => all.length === 2,
    })
    expect(heard.sort()).toEqual(['end', 'reset'])
  })

  test('who connects across a cut waits, reaches nobody, and is let through by the heal', async ({port}) => {
    await using relay = await TestRelay.start(instancesAt(port))
    await using listener = await Listener.at(addresses.n1, port)
    // The answer could not come back: no handshake would succeed.
    await relay.rule(stall('n1', 'n2'))
    const caller = dial(port, addresses.n2)
    const impatient = dial(port, addresses.n2)
    caller.write('hello')
    impatient.write('hello')
    await delay(200)
    impatient.destroy()
    await delay(200)
    expect(listener.accepted).toBe(0)
    await relay.rule()
    const callee = await listener.next()
    expect(String(await new Promise((resolve) => callee.resume().once('data', resolve)))).toBe('hello')
    await delay(100)
    expect(listener.accepted).toBe(1)
    caller.destroy()
  })

  test('reset ends living and new connections, refuse only new ones', async ({port}) => {
    await using relay = await TestRelay.start(instancesAt(port))
    await using listener = await Listener.at(addresses.n1, port)
    const closed = (socket: ReturnType<typeof dial>) =>
      new Promise<string>((resolve) => {
        socket.resume().on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
      })
    const living = dial(port, addresses.n2)
    const callee = await listener.next()
    await relay.rule({from: 'n2', to: 'n1', cut: 'refuse'})
    expect(await closed(dial(port, addresses.n2))).toBe('ECONNRESET')
    living.write('still here')
    expect(String(await new Promise((resolve) => callee.resume().once('data', resolve)))).toBe('still here')
    const ends = Promise.all([closed(living), closed(callee)])
    await relay.rule({from: 'n2', to: 'n1', cut: 'reset'})
    expect(await ends).toEqual(['ECONNRESET', 'ECONNRESET'])
    expect(await closed(dial(port, addresses.n2))).toBe('ECONNRESET')
    // Others go on.
    dial(port).end()
    await listener.next()
  })

  test('who comes by a door is known by it, from wherever it comes', async ({port}) => {
    await using relay = await TestRelay.start(instancesAt(port))
    await using listener = await Listener.at(addresses.n1, port)
    const [n1] = instancesAt(port)
    if (n1 === undefined) throw new Error('there is no n1')
    const door = {...n1, announced: {host: addresses.n2, port}, from: 'n2'}
    // Opened twice, by two that do not know of each other.
    const [first, second] = await Promise.all([relay.openDoor(door), relay.openDoor(door)])
    expect([first.ok, second.ok]).toEqual([true, true])
    await relay.rule(stall('n2', 'n1'))
    const comer = connect({...door.announced, localAddress: '127.0.0.1'})
    comer.on('error', () => {}).write('from n2')
    dial(port).write('from a client')
    const read = async () => {
      const callee = await listener.next()
      return String(await new Promise((resolve) => callee.resume().once('data', resolve)))
    }
    expect(await read()).toBe('from a client')
    expect(listener.accepted).toBe(1)
    await relay.rule()
    expect(await read()).toBe('from n2')
    comer.destroy()
    // Where somebody listens already there can be no door.
    expect(await relay.openDoor({...door, from: 'n3', announced: {host: addresses.n1, port}})).toMatchObject({
      ok: false,
      code: 'EADDRINUSE',
    })
  })

  test('it is reached in a folder whose path is too long for a socket, and ends when the folder is gone', async ({
    port,
  }) => {
    await using relay = await TestRelay.start(instancesAt(port), {
      below: path.join('x'.repeat(100), 'y'.repeat(100)),
    })
    expect(await relay.look()).toMatchObject({ok: true})
    expect(existsSync(path.join(relay.directory, 'links.sock'))).toBe(true)
    rmSync(relay.directory, {recursive: true})
    await eventually(() => relay.process.exitCode, {
      withinMs: 5000,
      message: 'it lives on',
      until: (code) => code === 0,
    })
  })
})
