import {once} from 'node:events'
import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {sleepUnlessAborted} from '../engine/time/wait.ts'

/** How often it looks who is master, in milliseconds. */
const lookEveryMs = 200

/**
 * One address that leads to the master of a deployment, also after a failover: suites that were written for a database behind a proxy know
 * no other. When the master changes, all connections are cut, as that proxy does.
 */
export class MasterDoor implements AsyncDisposable {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #ended = new AbortController()
  readonly #looking: Promise<void>
  #master: string | undefined
  #isOpen = true

  private constructor(server: Server, deployment: Deployment) {
    this.#server = server
    server.on('connection', (client) => this.#lead(client))
    this.#looking = this.#look(deployment)
  }

  static async open(deployment: Deployment): Promise<MasterDoor> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new MasterDoor(server, deployment)
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Closes all connections. Clients may come back at once. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Whether it lets new connections in. */
  set isOpen(isOpen: boolean) {
    this.#isOpen = isOpen
    if (!isOpen) this.cut()
  }

  #lead(client: Socket): void {
    const [host, port] = this.#master?.split(':') ?? []
    if (!this.#isOpen || host === undefined) {
      client.destroy()
      return
    }
    const master = connect(Number(port), host)
    for (const [one, other] of [
      [client, master],
      [master, client],
    ] as const) {
      this.#sockets.add(one)
      one.pipe(other)
      one.setNoDelay(true)
      // Its `close` follows.
      one.on('error', () => {})
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
    }
  }

  async #look(deployment: Deployment): Promise<void> {
    const {signal} = this.#ended
    using observer = deployment.observer()
    while (!signal.aborted) {
      // While it cannot be asked, nobody is known to be another one.
      const status = await deployment.statusBy(observer).catch(() => undefined)
      const address = status?.masters[0]?.address ?? undefined
      if (address !== undefined && address !== this.#master) {
        this.#master = address
        this.cut()
      }
      await sleepUnlessAborted(lookEveryMs, signal)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort()
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.cut()
    await Promise.all([closed, this.#looking])
  }
}
