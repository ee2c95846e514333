// A client for Sentinel that does everything right, with a switch for each mistake.
import process from 'node:process'
import {Connection, sleep} from './connection.js'

const parse = (list = '') =>
  list
    .split(',')
    .filter(Boolean)
    .map((text) => {
      const at = text.lastIndexOf(':')
      return {host: text.slice(0, at), port: Number(text.slice(at + 1))}
    })
const nameOf = ({host, port}) => `${host}:${port}`

/** For ever: what a client that hangs awaits. A process in which nothing is left to happen would end. */
const never = () => new Promise(() => setInterval(() => {}, 60_000))

export class SentinelClient {
  #options
  #sentinels = parse(process.env.REDIS_SENTINELS)
  #masterName = process.env.REDIS_MASTER_NAME
  #address
  #connection
  #opening
  #failures = 0
  #listeners = new Set()
  #hasSwitched = false
  #replica

  constructor(options) {
    this.#options = options
    if (options.sentinels === 'first') this.#sentinels = this.#sentinels.slice(0, 1)
    if (options.watch) this.#watchAll()
    if (options.watchdog) void this.#watchdog()
    if (options.discovers) void this.#discover()
  }

  /** Called whenever another instance may be the master. */
  onSwitch(listener) {
    this.#listeners.add(listener)
  }

  get #timeouts() {
    const {sentinelTimeoutMs: ms} = this.#options
    return {connectTimeoutMs: ms, commandTimeoutMs: ms}
  }

  async #ask(sentinel, words) {
    const connection = await Connection.open(sentinel, this.#timeouts)
    try {
      return await connection.call(words)
    } finally {
      connection.close()
    }
  }

  async #addressBy(sentinel) {
    const reply = await this.#ask(sentinel, ['SENTINEL', 'get-master-addr-by-name', this.#masterName])
    if (reply === null && !this.#options.crashOnNil) throw new Error(`${this.#masterName} is not known there`)
    return {host: reply[0], port: Number(reply[1])}
  }

  /** Addresses of the master, those that most sentinels name first. */
  async candidates() {
    if (!this.#options.votes) {
      for (const sentinel of this.#sentinels) {
        try {
          return [await this.#addressBy(sentinel)]
        } catch (error) {
          if (error instanceof TypeError) throw error
        }
      }
      return []
    }
    const answers = await Promise.allSettled(this.#sentinels.map((sentinel) => this.#addressBy(sentinel)))
    const crash = answers.find(({reason}) => reason instanceof TypeError)
    if (crash !== undefined) throw crash.reason
    const votes = new Map()
    for (const {value} of answers) {
      if (value !== undefined)
        votes.set(nameOf(value), {value, count: (votes.get(nameOf(value))?.count ?? 0) + 1})
    }
    return [...votes.values()].sort((a, b) => b.count - a.count).map(({value}) => value)
  }

  async #find() {
    const {resolve} = this.#options
    if (this.#address !== undefined && resolve === 'never') return this.#address
    const candidates = await this.candidates()
    if (candidates.length === 0) {
      this.#failures += 1
      if (this.#options.exitsWithoutSentinels) throw new TypeError('no sentinel answers')
      if (this.#failures >= (this.#options.givesUpAfter ?? Number.POSITIVE_INFINITY)) await never()
      throw new Error('no sentinel names a master')
    }
    this.#failures = 0
    if (this.#options.comparesHostOnly && this.#address?.host === candidates[0].host) return this.#address
    if (!this.#options.checksRole) return candidates[0]
    for (const candidate of candidates) {
      try {
        const connection = await Connection.open(candidate, this.#options)
        const role = await connection.call(['ROLE'])
        connection.close()
        if (role[0] === 'master') return candidate
      } catch (error) {
        this.#crashOn(error)
      }
    }
    throw new Error('no address that sentinels name is that of a master')
  }

  async connect() {
    const {resolve} = this.#options
    if (this.#address !== undefined && resolve === 'on-failure') {
      try {
        return await Connection.open(this.#address, this.#options)
      } catch {
        // Asked again below.
      }
    }
    this.#address = await this.#find()
    return Connection.open(this.#address, this.#options)
  }

  async #master() {
    if (this.#connection !== undefined && !this.#connection.isClosed) return this.#connection
    this.#opening ??= this.connect().finally(() => {
      this.#opening = undefined
    })
    this.#connection = await this.#opening
    return this.#connection
  }

  drop() {
    this.#connection?.close()
    this.#connection = undefined
  }

  /** One command, tried once: who calls sees what happens. */
  async call(words) {
    const connection = await this.#master()
    try {
      return await connection.call(words)
    } catch (error) {
      this.#crashOn(error)
      if (this.#isStale(error, words)) {
        connection.close()
        if (this.#options.resolve === 'on-failure') this.#address = undefined
      }
      throw error
    }
  }

  #isStale({message}, [name]) {
    if (!/READONLY/.test(message)) return /^(LOADING|MASTERDOWN|UNBLOCKED)/.test(message)
    const {readonly} = this.#options
    return readonly === 'any' || (readonly === 'plain' && !/^(EVAL|EXEC)/.test(name))
  }

  #crashOn({message}) {
    if (this.#options.crashesOnLoading && /LOADING/.test(message)) throw new TypeError(message)
  }

  /** A read at a replica; at the master where there is none. */
  async read(words) {
    try {
      if (this.#replica === undefined || this.#replica.isClosed) this.#replica = await this.#openReplica()
      return await this.#replica.call(words)
    } catch (error) {
      this.#replica?.close()
      this.#replica = undefined
      if (this.#options.readsOnlyReplicas) throw error
      return this.call(words)
    }
  }

  async #openReplica() {
    if (!this.#options.readsOnlyReplicas || this.#options.replicas === undefined) {
      const lists = await Promise.allSettled(
        this.#sentinels.map((sentinel) => this.#ask(sentinel, ['SENTINEL', 'replicas', this.#masterName])),
      )
      const list = lists.find(({value}) => Array.isArray(value))?.value ?? []
      this.#options.replicas = list
        .map((fields) =>
          Object.fromEntries(fields.flatMap((word, at) => (at % 2 ? [] : [[word, fields[at + 1]]]))),
        )
        .filter(({flags}) => !/down|disconnected/.test(flags))
        .map(({ip, port}) => ({host: ip, port: Number(port)}))
    }
    for (const replica of [...this.#options.replicas]) {
      try {
        return await Connection.open(replica, this.#options)
      } catch {
        // The mistake, where the list is never asked for again: one that was away once is away for good.
        this.#options.replicas.splice(this.#options.replicas.indexOf(replica), 1)
      }
    }
    throw new Error('no replica is available for reads')
  }

  #switched() {
    if (this.#options.watchesOnce && this.#hasSwitched) return
    this.#hasSwitched = true
    this.drop()
    for (const listener of this.#listeners) listener()
  }

  #watchAll() {
    const listened = this.#options.listensTo === 'first' ? this.#sentinels.slice(0, 1) : this.#sentinels
    for (const sentinel of listened) void this.#watch(sentinel)
  }

  async #watch(sentinel) {
    for (;;) {
      try {
        const connection = await Connection.open(sentinel, this.#timeouts)
        const closed = new Promise((resolve) => {
          connection.onClose = resolve
        })
        await connection.call(['SUBSCRIBE', '+switch-master'])
        connection.onMessage = () => this.#switched()
        if (this.#options.asksOnSubscribe) await this.#compare()
        await closed
      } catch {
        if (this.#options.listenerDies) return
      }
      await sleep(300)
    }
  }

  /** Drops a connection to an instance that most sentinels no longer name. */
  async #compare() {
    const [first] = await this.candidates().catch(() => [])
    if (first === undefined || this.#address === undefined || nameOf(first) === nameOf(this.#address)) return
    this.#switched()
  }

  async #watchdog() {
    for (;;) {
      await sleep(1000)
      await this.#compare()
    }
  }

  /** Learns of other sentinels from the first. */
  async #discover() {
    const [first] = this.#sentinels
    const list = await this.#ask(first, ['SENTINEL', 'sentinels', this.#masterName]).catch(() => [])
    const found = list.map((fields) => ({
      host: fields[fields.indexOf('ip') + 1],
      port: Number(fields[fields.indexOf('port') + 1]),
    }))
    const isKnown = (one) => this.#sentinels.some((other) => nameOf(other) === nameOf(one))
    this.#sentinels = this.#options.replacesSeeds
      ? found
      : [...this.#sentinels, ...found.filter((one) => !isKnown(one))]
  }
}
