import {createServer, type Server, type Socket} from 'node:net'
import process from 'node:process'
import {clients, isSameLink, type LinkRule} from '../../core/links/link.ts'
import type {RelayedDoor, RelayedPort, RelayReply, RelayRequest} from '../../core/links/messages.ts'
import {canonicalAddress} from '../host/canonical-address.ts'
import type {Line} from './pipe.ts'
import {RelayedConnection} from './relayed-connection.ts'

/** A record may have an address in another form than that in which callers come. */
function placeOf(address: string): string {
  return canonicalAddress(address) ?? address
}

/**
 * Stands before every instance of a deployment, at the address that is announced for it. Each instance speaks from a
 * loopback address of its own, so the relay knows who calls whom, and can treat every directed link differently.
 */
export class LinkRelay {
  readonly #servers: Server[] = []
  readonly #doors = new Map<string, Promise<RelayReply | undefined>>()
  readonly #names = new Map<string, string>()
  readonly #lines = new Map<string, Line>()
  readonly #connections = new Set<RelayedConnection>()
  readonly #callers = new Set<string>()
  readonly #budget = {heldBytes: 0}
  #rules: readonly LinkRule[] = []

  async answer(request: RelayRequest): Promise<RelayReply> {
    switch (request.do) {
      case 'listen': {
        this.#rule(request.rules)
        const failure = await this.#listen(request.ports)
        return failure ?? this.#look()
      }
      case 'open-door':
        return (await this.#openDoor(request.door)) ?? this.#look()
      case 'rule':
        this.#rule(request.rules)
        return this.#look()
      case 'look':
        return this.#look()
    }
  }

  async #listen(ports: readonly RelayedPort[]): Promise<RelayReply | undefined> {
    // On other hosts, instances share an address: one stands for all of a host.
    for (const {name, bound} of ports) this.#names.set(placeOf(bound.host), name)
    const failures = await Promise.all(ports.map((port) => this.#listenAt(port)))
    const failure = failures.find((each) => each !== undefined)
    if (failure !== undefined) for (const server of this.#servers.splice(0)) server.close()
    return failure
  }

  #openDoor(door: RelayedDoor): Promise<RelayReply | undefined> {
    const key = `${door.from}>${door.name}`
    const known = this.#doors.get(key)
    if (known !== undefined) return known
    const opening = this.#listenAt(door, door.from).then((failure) => {
      if (failure !== undefined) this.#doors.delete(key)
      return failure
    })
    this.#doors.set(key, opening)
    return opening
  }

  /** @param from who comes there, where it is known without asking the address that it comes from */
  #listenAt(port: RelayedPort, from?: string): Promise<RelayReply | undefined> {
    const server = createServer({allowHalfOpen: true}, (caller) => this.#accept(caller, port, from))
    this.#servers.push(server)
    return new Promise((resolve) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        resolve({ok: false, code: error.code ?? 'unknown', message: error.message, port}),
      )
      server.listen({...port.announced, exclusive: true}, () => {
        server.removeAllListeners('error')
        // No descriptors left, say: this caller is lost, and the others go on.
        server.on('error', (error) => process.stderr.write(`${port.name}: ${error.message}\n`))
        resolve(undefined)
      })
    })
  }

  #accept(
    caller: Socket,
    {name: to, bound}: RelayedPort,
    from = this.#names.get(placeOf(caller.remoteAddress ?? '')) ?? clients,
  ): void {
    this.#callers.add(from)
    const connection: RelayedConnection = new RelayedConnection(
      caller,
      {bound, there: this.#line(from, to), back: this.#line(to, from), budget: this.#budget},
      () => this.#connections.delete(connection),
    )
    this.#connections.add(connection)
  }

  #rule(rules: readonly LinkRule[]): void {
    this.#rules = rules
    for (const [key, line] of this.#lines) {
      const [from = '', to = ''] = key.split('>')
      const rule = this.#find(from, to)
      // The same object for the same rule: what has not changed is not reconsidered.
      if (JSON.stringify(rule) !== JSON.stringify(line.rule)) Object.assign(line, {rule, freeAt: 0})
    }
    for (const connection of this.#connections) connection.obey()
  }

  #line(from: string, to: string): Line {
    const key = `${from}>${to}`
    const known = this.#lines.get(key)
    if (known !== undefined) return known
    const line: Line = {rule: this.#find(from, to), freeAt: 0}
    this.#lines.set(key, line)
    return line
  }

  #find(from: string, to: string): LinkRule | undefined {
    return this.#rules.find((rule) => isSameLink(rule, {from, to}))
  }

  #look(): RelayReply {
    return {
      ok: true,
      connections: this.#connections.size,
      heldBytes: this.#budget.heldBytes,
      memoryBytes: process.memoryUsage.rss(),
      callers: [...this.#callers],
    }
  }
}
