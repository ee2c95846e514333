import {topologyQueries} from '../core/certify/commands.ts'
import type {Storm} from '../core/certify/result.ts'
import {parseInfo} from '../core/redis/info.ts'
import type {PlannedInstance} from '../core/topology/plan.ts'
import {Connection} from '../engine/redis/connection.ts'
import {endpointOf} from '../engine/redis/endpoint.ts'
import type {DeploymentRecord} from '../engine/state/record-schema.ts'
import {sleepUnlessAborted} from '../engine/time/wait.ts'

const everyMs = 500
/** More than this a second, and three times what there was before the fault, is a storm once it lasts. */
const allowed = {'topology-queries': 40, connections: 100} as const
const stormFromSeconds = 2
/**
 * With each look redislab asks a sentinel CKQUORUM once, and a node CONFIG GET, and three questions about the topology: see
 * engine/redis/observe.ts. Clients ask neither.
 */
const questionsPerLook = 3

type Counted = keyof typeof allowed

interface Counts {
  readonly queries: number
  readonly connections: number
  readonly errors: ReadonlyMap<string, number>
  readonly clients: number
  /** Seconds since the process was started. */
  readonly uptime: number
  /** When it was counted. */
  readonly at: number
}

/** Reads the counters of every instance all the time: questions about the topology, connections, error replies. */
export class Sampler implements AsyncDisposable {
  readonly #record: DeploymentRecord
  readonly #stop = new AbortController()
  readonly #loops: readonly Promise<void>[]
  /** Settles when every instance was looked at once, or could not be. */
  readonly hasLooked: Promise<unknown>
  readonly #last = new Map<string, Counts>()
  readonly #errors = new Map<string, number>()
  /** By counter, how many in each second since 1970. */
  readonly #perSecond: Readonly<Record<Counted, Map<number, number>>> = {
    'topology-queries': new Map(),
    connections: new Map(),
  }

  constructor(record: DeploymentRecord) {
    this.#record = record
    const loops: Promise<void>[] = []
    this.hasLooked = Promise.all(
      record.plan.instances.map(
        (instance) => new Promise<void>((resolve) => loops.push(this.#watch(instance, resolve))),
      ),
    )
    this.#loops = loops
  }

  /** Error replies since the start, by kind. */
  get errors(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#errors].filter(([, count]) => count > 0))
  }

  /** Connections that all instances have, but for those of sentinels and replicas: of clients, and of redislab itself. */
  get clients(): number {
    return [...this.#last.values()].reduce((sum, {clients}) => sum + clients, 0)
  }

  /** How many connections and questions there were in a time. */
  during(from: number, to: number): number {
    return Object.values(this.#perSecond).reduce((sum, counts) => sum + countIn(counts, from, to), 0)
  }

  /** What happened too often since a fault. */
  storms({startedAt, faultAt}: {readonly startedAt: number; readonly faultAt: number}): readonly Storm[] {
    return (Object.keys(allowed) as readonly Counted[]).flatMap((kind) => {
      const counts = this.#perSecond[kind]
      const seconds = Math.max(1, (faultAt - startedAt) / 1000)
      const before = faultAt > startedAt ? countIn(counts, startedAt, faultAt) / seconds : 0
      const limit = Math.max(allowed[kind], 3 * before)
      const above = [...counts].filter(([second, count]) => second * 1000 >= faultAt && count > limit)
      if (above.length < stormFromSeconds) return []
      const perSecond = Math.round(Math.max(...above.map(([, count]) => count)))
      return [{kind, perSecond, seconds: above.length}]
    })
  }

  async #watch(instance: PlannedInstance, onLooked: () => void): Promise<void> {
    const {signal} = this.#stop
    let connection: Connection | undefined
    while (!signal.aborted) {
      try {
        connection ??= await Connection.open(endpointOf(instance, this.#record), {timeoutMs: 1000})
        this.#add(instance, await ask(connection))
      } catch {
        // It is dead, frozen or cut off: what it counted until then is known. A new process counts from 0.
        connection?.[Symbol.dispose]()
        connection = undefined
        const known = this.#last.get(instance.name)
        if (known !== undefined) this.#last.set(instance.name, {...known, clients: 0})
      }
      onLooked()
      await sleepUnlessAborted(everyMs, signal)
    }
    connection?.[Symbol.dispose]()
  }

  #add({name}: PlannedInstance, counted: Counts): void {
    const before = this.#last.get(name)
    // One that was started again counts from 0.
    const isNew = before !== undefined && counted.uptime < before.uptime
    // What redislab asks is taken off, and is now and then counted in part: a fall that is made good is no growth.
    const queries =
      before === undefined || isNew ? counted.queries : Math.max(counted.queries, before.queries)
    const latest = {...counted, queries}
    this.#last.set(name, latest)
    if (before === undefined) return
    const grown = (key: 'queries' | 'connections') => Math.max(0, latest[key] - (isNew ? 0 : before[key]))
    spread(this.#perSecond['topology-queries'], {from: before.at, to: latest.at}, grown('queries'))
    spread(this.#perSecond.connections, {from: before.at, to: latest.at}, grown('connections'))
    for (const [kind, total] of latest.errors) {
      const earlier = before.errors.get(kind) ?? 0
      const more = isNew ? total : Math.max(0, total - earlier)
      this.#errors.set(kind, (this.#errors.get(kind) ?? 0) + more)
    }
  }

  /** What redislab's own writes were refused with is not the client's. */
  forgive(kind: string): void {
    this.#errors.set(kind, (this.#errors.get(kind) ?? 0) - 1)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#loops)
  }
}

/** On a busy machine seconds lie between two looks: what was counted meanwhile belongs to all of them. */
function spread(counts: Map<number, number>, {from, to}: {from: number; to: number}, more: number): void {
  for (let second = Math.floor(from / 1000); second * 1000 < to; second += 1) {
    const part = (Math.min(to, (second + 1) * 1000) - Math.max(from, second * 1000)) / Math.max(1, to - from)
    counts.set(second, (counts.get(second) ?? 0) + more * part)
  }
}

function countIn(counts: ReadonlyMap<number, number>, from: number, to: number): number {
  let sum = 0
  for (const [second, number] of counts)
    if (second * 1000 >= from - 1000 && second * 1000 <= to) sum += number
  return sum
}

async function ask(connection: Connection): Promise<Counts> {
  const [info, clients] = await Promise.all([
    Promise.all(
      ['commandstats', 'errorstats', 'stats', 'server'].map((section) => connection.call('INFO', section)),
    ),
    connection.call('CLIENT', 'LIST').then(String),
  ])
  const fields = parseInfo(info.map(String).join('\r\n'))
  let queries = 0
  let own = 0
  const errors = new Map<string, number>()
  for (const [name, value] of fields) {
    if (name.startsWith('cmdstat_') && topologyQueries.has(name.slice('cmdstat_'.length)))
      queries += Number(/calls=(\d+)/.exec(value)?.[1] ?? 0)
    else if (name === 'cmdstat_sentinel|ckquorum' || name === 'cmdstat_config|get')
      own += Number(/calls=(\d+)/.exec(value)?.[1] ?? 0)
    else if (name.startsWith('errorstat_'))
      errors.set(name.slice('errorstat_'.length), Number(/count=(\d+)/.exec(value)?.[1] ?? 0))
  }
  return {
    queries: Math.max(0, queries - questionsPerLook * own),
    connections: Number(fields.get('total_connections_received') ?? 0),
    errors,
    at: Date.now(),
    uptime: Number(fields.get('uptime_in_seconds') ?? 0),
    clients: clients
      .split('\n')
      .filter((line) => line !== '' && !/ name=sentinel-| flags=\S*[SMO]/.test(line)).length,
  }
}
