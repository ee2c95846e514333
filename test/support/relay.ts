import {type ChildProcess, spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {connect, createServer, type Server, type Socket} from 'node:net'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import type {LinkRule} from '../../src/core/links/link.ts'
import type {RelayedDoor, RelayedPort, RelayReply} from '../../src/core/links/messages.ts'
import {askRelay} from '../../src/engine/links/control.ts'
import {eventually} from './eventually.ts'

const program = path.resolve(import.meta.dirname, '../../bundle/programs/link-relay.js')

/** A relay by itself, without any Redis behind it. */
export class TestRelay implements AsyncDisposable {
  readonly directory: string
  readonly process: ChildProcess
  readonly #root: string

  private constructor(root: string, directory: string) {
    this.#root = root
    this.directory = directory
    this.process = spawn(process.execPath, [program, directory], {cwd: directory, stdio: 'inherit'})
  }

  static async start(ports: readonly RelayedPort[], {below = ''} = {}): Promise<TestRelay> {
    const root = mkdtempSync(path.join(os.tmpdir(), 'redislab-relay-'))
    const directory = path.join(root, below)
    mkdirSync(directory, {recursive: true})
    writeFileSync(path.join(directory, 'deployment.json'), '{}')
    const relay = new TestRelay(root, directory)
    const listen = () => askRelay(directory, {do: 'listen', ports, rules: []}).catch(() => undefined)
    const reply = await eventually(listen, {
      withinMs: 10_000,
      message: 'the relay did not start',
      until: (answer) => answer !== undefined,
    })
    if (!reply?.ok) throw new Error(JSON.stringify(reply))
    return relay
  }

  rule(...rules: readonly LinkRule[]): Promise<RelayReply> {
    return askRelay(this.directory, {do: 'rule', rules})
  }

  openDoor(door: RelayedDoor): Promise<RelayReply> {
    return askRelay(this.directory, {do: 'open-door', door})
  }

  async look(): Promise<RelayReply & {ok: true}> {
    return (await askRelay(this.directory, {do: 'look'})) as RelayReply & {ok: true}
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill('SIGKILL')
    rmSync(this.#root, {recursive: true, force: true})
  }
}

/** Listens, and hands the connections out one by one. */
export class Listener implements AsyncDisposable {
  readonly #server: Server
  readonly #waiting: ((socket: Socket) => void)[] = []
  readonly #here: Socket[] = []
  accepted = 0

  private constructor() {
    this.#server = createServer({allowHalfOpen: true, pauseOnConnect: true}, (socket) => {
      this.accepted += 1
      socket.on('error', () => {})
      const next = this.#waiting.shift()
      if (next === undefined) this.#here.push(socket)
      else next(socket)
    })
  }

  static async at(host: string, port: number): Promise<Listener> {
    const listener = new Listener()
    await new Promise<void>((resolve, reject) => {
      listener.#server.once('error', reject).listen({host, port}, resolve)
    })
    return listener
  }

  next(): Promise<Socket> {
    const here = this.#here.shift()
    return here === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(here)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
  }
}

export function dial(port: number, localAddress = '127.0.0.1'): Socket {
  const socket = connect({host: '127.0.0.1', port, localAddress, allowHalfOpen: true})
  socket.on('error', () => {})
  return socket
}

/** Writes so many bytes as fast as they are taken, never twice the same block, and then ends. Returns their hash. */
export async function send(socket: Socket, bytes: number): Promise<string> {
  const hash = createHash('sha256')
  let state = 0x9e3779b9
  for (let left = bytes; left > 0; ) {
    const block = Buffer.allocUnsafe(Math.min(left, 256 * 1024))
    for (let index = 0; index + 4 <= block.length; index += 4) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      block.writeInt32LE(state, index)
    }
    left -= block.length
    hash.update(block)
    if (!socket.write(block)) await new Promise((resolve) => socket.once('drain', resolve))
  }
  socket.end()
  return hash.digest('hex')
}

/** Reads to the end. `count` is how much has come so far. */
export function receive(socket: Socket): {readonly hash: Promise<string>; readonly count: () => number} {
  let count = 0
  const hash = createHash('sha256')
  const done = new Promise<string>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      count += chunk.length
      hash.update(chunk)
    })
    socket.on('end', () => resolve(hash.digest('hex')))
    socket.on('close', (hadError) => {
      if (hadError) reject(new Error('reset'))
    })
  })
  done.catch(() => {})
  socket.resume()
  return {hash: done, count: () => count}
}
