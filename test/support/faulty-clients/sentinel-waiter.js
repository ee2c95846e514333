// What waits: subscriptions and blocking commands, each over a connection of its own to the master.
import {sleep} from './connection.js'

export class SentinelWaiter {
  isCluster = false
  #client
  #waiting = new Set()
  #popping

  constructor(client) {
    this.#client = client
    client.onSwitch(() => {
      for (const connection of this.#waiting) connection.close(new Error('there is another master'))
    })
  }

  call(words) {
    return this.#client.call(words)
  }

  read(words) {
    return this.#client.read(words)
  }

  async transaction(_, commands) {
    await this.#client.call(['MULTI'])
    for (const command of commands) await this.#client.call(command)
    return this.#client.call(['EXEC'])
  }

  async subscribe(channel, onMessage) {
    for (;;) {
      try {
        const connection = await this.#open()
        const closed = new Promise((resolve) => {
          connection.onClose = () => {
            this.#waiting.delete(connection)
            resolve()
          }
        })
        await connection.call(['SUBSCRIBE', channel])
        connection.onMessage = onMessage
        await closed
      } catch {
        // Tried again below.
      }
      await sleep(200)
    }
  }

  /** Over one connection for all of them: a master that freezes has it, whatever it does at that moment. */
  async pop(queue) {
    this.#popping ??= await this.#open()
    const connection = this.#popping
    try {
      return await connection.call(['BLPOP', queue, '0'], {timeoutMs: 0})
    } catch (error) {
      this.#waiting.delete(connection)
      connection.close()
      this.#popping = undefined
      throw error
    }
  }

  async #open() {
    const connection = await this.#client.connect()
    this.#waiting.add(connection)
    return connection
  }
}
