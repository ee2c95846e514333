import {connect, createServer, type Server, type Socket} from 'node:net'
import type {CertifyBlock} from '../core/lab/schema/certify.ts'
import type {PlannedInstance} from '../core/topology/plan.ts'
import {ReplacedBytes} from './replaced-bytes.ts'

type FrontSettings = NonNullable<CertifyBlock['fronts']>

/**
 * Relays before the nodes of a cluster, at loopback addresses of their own: what clients meet can be moved, cut, or lead
 * elsewhere, while the nodes among themselves see nothing of it.
 */
export class Fronts implements AsyncDisposable {
  readonly #nodes: readonly PlannedInstance[]
  readonly #settings: FrontSettings
  readonly #servers: Server[] = []
  readonly #sockets = new Set<Socket>()
  /** Where new connections to the front of a node lead. */
  readonly #targets = new Map<string, PlannedInstance>()
  #isCut = false
  /** In what servers say: the port of one that took over a name is never told, but that of the name, which has as many digits. */
  #renamed: {readonly from: string; readonly to: string} | undefined

  private constructor(nodes: readonly PlannedInstance[], settings: FrontSettings) {
    this.#nodes = nodes
    this.#settings = settings
    for (const node of nodes) this.#targets.set(node.name, node)
  }

  static async open(instances: readonly PlannedInstance[], settings: FrontSettings): Promise<Fronts> {
    const fronts = new Fronts(
      instances.filter(({kind}) => kind === 'redis'),
      settings,
    )
    await fronts.#listen(settings.at)
    return fronts
  }

  async #listen(host: string): Promise<void> {
    await Promise.all(
      this.#nodes.map((node) => {
        const server = createServer((socket) => this.#accept(socket, node))
        this.#servers.push(server)
        return new Promise<void>((resolve, reject) => {
          server.once('error', reject)
          server.listen({host, port: node.port}, resolve)
        })
      }),
    )
  }

  /** Called before each step that has an id. */
  async at(step: string): Promise<void> {
    const {cut, open, moved, swap} = this.#settings
    if (step === cut) {
      this.#isCut = true
      this.#closeAll()
    }
    if (step === open) this.#isCut = false
    if (step === moved?.before) {
      await Promise.all(this.#servers.splice(0).map((server) => this.#close(server)))
      await this.#listen(moved.to)
    }
    if (step === swap?.before) {
      const from = this.#node(swap.to)
      const name = this.#node(swap.name)
      this.#targets.set(name.name, from)
      this.#renamed = {from: `:${from.port}`, to: `:${name.port}`}
    }
  }

  #node(name: string): PlannedInstance {
    const node = this.#nodes.find((one) => one.name === name)
    if (node === undefined) throw new TypeError(`${name} is no node`)
    return node
  }

  #accept(client: Socket, node: PlannedInstance): void {
    this.#keep(client)
    if (this.#isCut) {
      // Not before the first words: the client is in the middle of its handshake.
      client.once('data', () => client.destroy())
      return
    }
    const target = this.#targets.get(node.name) ?? node
    const server = connect({host: target.host, port: target.port, noDelay: true})
    this.#keep(server)
    client.setNoDelay(true)
    client.pipe(server)
    let replaced: ReplacedBytes | undefined
    server.on('data', (chunk) => {
      if (this.#renamed !== undefined) replaced ??= new ReplacedBytes(this.#renamed.from, this.#renamed.to)
      client.write(replaced === undefined ? chunk : replaced.take(chunk))
    })
    server.on('close', () => client.destroy())
    client.on('close', () => server.destroy())
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    // Its `close` follows.
    socket.on('error', () => {})
    socket.on('close', () => this.#sockets.delete(socket))
  }

  #closeAll(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #close(server: Server): Promise<void> {
    this.#closeAll()
    return new Promise((resolve) => {
      server.close(() => resolve())
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#servers.splice(0).map((server) => this.#close(server)))
  }
}
