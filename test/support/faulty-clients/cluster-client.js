// A client for Redis Cluster that does everything right, with a switch for each mistake.
import process from 'node:process'
import {Connection, sleep} from './connection.js'

const nameOf = ([host, port]) => `${host}:${port}`
const parse = (name) => ({
  host: name.slice(0, name.lastIndexOf(':')),
  port: Number(name.slice(name.lastIndexOf(':') + 1)),
})
/** For ever; a process in which nothing is left to happen would end. */
const never = () => new Promise(() => setInterval(() => {}, 60_000))

/** The slot of a key: CRC16 (XMODEM) of it, or of what stands in its braces. */
export function slotOf(key) {
  const text = /\{([^}]+)\}/.exec(key)?.[1] ?? key
  let crc = 0
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc % 16_384
}

const keyOf = ([name, ...args]) => (/^EVAL/i.test(name) ? args[2] : args[0])

export class ClusterClient {
  isCluster = true
  #options
  #seeds
  /** Ranges of slots: [first, last, master, replicas]. */
  #ranges = []
  #connections = new Map()
  /** Connections that are kept for questions about the slots, by node. */
  #asked = new Map()
  #refreshing
  #refreshedAt = 0
  #turn = Promise.resolve()
  #hasGivenUp = false

  constructor(options) {
    this.#options = options
    const seeds = process.env.REDIS_CLUSTER_NODES.split(',')
    this.#seeds = options.onlyFirstSeed ? seeds.slice(0, 1) : seeds
    if (options.refreshesOn !== 'moved') void this.#watchdog()
  }

  /** Looks at the topology now and then, since nobody tells that a connection leads to the wrong place. */
  async #watchdog() {
    while (!this.#hasGivenUp) {
      await sleep(1000)
      await this.#refresh().catch(() => {})
    }
  }

  #refresh() {
    // The mistake: it asks for each error, whether an answer is on its way or not.
    if (this.#options.keepsAsking) return this.#ask()
    this.#refreshing ??= this.#ask().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #ask() {
    const {refreshThrottleMs = 200} = this.#options
    const wait = this.#refreshedAt + refreshThrottleMs - Date.now()
    if (wait > 0) await sleep(wait)
    this.#refreshedAt = Date.now()
    const known = [...new Set(this.#ranges.map(([, , master]) => master))]
    const {keepsSeeds, seedsFirst} = this.#options
    const nodes =
      !keepsSeeds && known.length > 0
        ? known
        : seedsFirst
          ? [...this.#seeds, ...known]
          : [...known, ...this.#seeds]
    for (const node of new Set(nodes)) {
      try {
        const slots = await this.#slotsAt(node)
        if (slots.length === 0) continue
        this.#ranges = slots.map(([first, last, master, ...replicas]) => [
          first,
          last,
          nameOf(master),
          replicas.map(nameOf),
        ])
        return
      } catch {
        // The next one.
      }
    }
    throw new Error('no node tells the slots')
  }

  /** Over a connection for each question, or over one that is kept: then many questions are no storm of connections, too. */
  async #slotsAt(node) {
    const kept = this.#asked.get(node)
    const connection =
      kept === undefined || kept.isClosed
        ? await Connection.open(parse(node), {connectTimeoutMs: 500, commandTimeoutMs: 500})
        : kept
    if (this.#options.keepsAsking) this.#asked.set(node, connection)
    const slots = connection.call(['CLUSTER', 'SLOTS'])
    return await (this.#options.keepsAsking ? slots : slots.finally(() => connection.close()))
  }

  async #rangeOf(slot) {
    if (this.#ranges.length === 0) await this.#refresh()
    const range = this.#ranges.find(([first, last]) => slot >= first && slot <= last)
    if (range === undefined) throw new Error(`nobody has slot ${slot}`)
    return range
  }

  async #connectionTo(name) {
    const known = this.#connections.get(name)
    if (known !== undefined && !known.isClosed) return known
    if (this.#hasGivenUp) await never()
    const connection = await Connection.open(parse(name), this.#options)
    try {
      await connection.call(['CLIENT', 'SETNAME', 'certify'])
    } catch (error) {
      // The mistake: what ends within the handshake is taken for good, by the whole client.
      this.#hasGivenUp = this.#options.givesUpInHandshake === true
      if (this.#hasGivenUp) await never()
      throw error
    }
    this.#connections.set(name, connection)
    return connection
  }

  call(words) {
    if (!this.#options.takesTurns) return this.#send(words)
    const reply = this.#turn.then(() => this.#send(words))
    this.#turn = reply.catch(() => {})
    return reply
  }

  async #send(words) {
    const slot = slotOf(keyOf(words))
    let [, , name] = await this.#rangeOf(slot)
    let isAsking = false
    for (let attempt = 0; attempt < 5; attempt += 1) {
      let connection
      try {
        connection = await this.#connectionTo(name)
        if (isAsking) await connection.call(['ASKING'])
        return await connection.call(words)
      } catch (error) {
        const [kind, , target] = error.message.split(' ')
        if (kind === 'ASK') {
          name = target
          isAsking = true
          continue
        }
        isAsking = false
        if (kind === 'TRYAGAIN' && this.#options.waitsForMigration) await never()
        if (kind !== 'MOVED') {
          if (this.#options.refreshesOn !== 'moved') void this.#refresh().catch(() => {})
          if (!/^[A-Z]+ /.test(error.message)) this.#connections.delete(name)
          throw error
        }
        // A server that sends a client to where it is: the name leads elsewhere by now.
        if (target === name && this.#options.renewsOnSelfMoved) connection?.close()
        this.#move(slot, target)
        name = target
      }
    }
    throw new Error('too many redirections')
  }

  #move(slot, target) {
    const range = this.#ranges.find(([first, last]) => slot >= first && slot <= last)
    if (range !== undefined) this.#ranges = [[slot, slot, target, []], ...this.#ranges]
    if (this.#options.refreshesOn !== 'moved') void this.#refresh().catch(() => {})
  }

  async transaction(tag, commands) {
    const [, , name] = await this.#rangeOf(slotOf(tag))
    const connection = await this.#connectionTo(name)
    await connection.call(['MULTI'])
    const queued = await Promise.allSettled(commands.map((command) => connection.call(command)))
    const moved = queued.map(({reason}) => reason?.message).find((text) => /^MOVED/.test(text))
    if (moved !== undefined && this.#options.understandsMovedInMulti) {
      await connection.call(['DISCARD'])
      this.#move(slotOf(tag), moved.split(' ')[2])
      throw new Error(moved)
    }
    return connection.call(['EXEC'])
  }

  /** A read at a replica; at the master where none can be read. */
  async read(words) {
    const [, , master, replicas] = await this.#rangeOf(slotOf(keyOf(words)))
    const [replica = master] = replicas
    try {
      const connection = await this.#connectionTo(replica)
      if (replica !== master) await connection.call(['READONLY'])
      return await connection.call(words)
    } catch (error) {
      this.#connections.delete(replica)
      if (this.#options.readsOnlyReplicas) throw error
      void this.#refresh().catch(() => {})
      return this.call(words)
    }
  }

  async subscribe(channel, onMessage) {
    for (;;) {
      try {
        await this.#refresh()
        const [, , name] = await this.#rangeOf(slotOf(channel))
        const connection = await Connection.open(parse(name), this.#options)
        const closed = new Promise((resolve) => {
          connection.onClose = resolve
        })
        await connection.call(['SSUBSCRIBE', channel])
        connection.onMessage = ([kind]) => {
          if (kind === 'smessage') onMessage()
          // The node no longer has the slot.
          else if (!this.#options.ignoresUnsubscribed) connection.close()
        }
        await closed
      } catch {
        // Tried again below.
      }
      await sleep(200)
    }
  }
}
