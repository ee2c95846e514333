import {Redis} from 'ioredis'

/**
 * Writes to replicas every 5 ms, each over a connection of its own, until one of them takes a write. A sentinel that promotes a
 * replica ends the connections of its clients: the probe connects again.
 */
export class WritableProbe {
  #timer
  #clients
  #writable

  static async start(replicas) {
    const clients = replicas.map(({address}) => {
      const [host, port] = address.split(':')
      return new Redis({host, port: Number(port), lazyConnect: true, retryStrategy: () => 2})
    })
    await Promise.all(clients.map((client) => client.connect()))
    return new WritableProbe(clients)
  }

  constructor(clients) {
    this.#clients = clients
    for (const client of clients) client.on('error', () => {})
    this.#writable = new Promise((resolve) => {
      this.#timer = setInterval(() => {
        for (const client of clients) {
          client.set('probe', '1').then(
            () => resolve(Date.now()),
            // READONLY until it is promoted.
            () => {},
          )
        }
      }, 5)
    })
  }

  /** When the first write was taken, in milliseconds since 1970. */
  async writableAt() {
    return this.#writable
  }

  stop() {
    clearInterval(this.#timer)
    for (const client of this.#clients) client.disconnect()
  }
}
