import {formatAddress, type Plan} from '../../topology/plan.ts'
import type {TimelineEntry} from '../entries/entry.ts'
import type {Snapshot} from '../entries/snapshot.ts'
import {type InitialValue, initialValues, todaysName} from './initial-values.ts'

interface Known {
  readonly at: number
  /** Null: it may have changed, and nothing says to what. */
  readonly value: string | null
}

/** A value that changes all the time is remembered this often: the first and the latest. */
const mostChanges = 200

/**
 * What was set at each moment: by conf files, by `set`, by SENTINEL SET, and by what instances answered when redislab
 * asked them. A value that nothing reported is not known, and no value of the plan stands for it.
 */
export class ValuesInForce {
  readonly #plan: Plan
  readonly #initial: readonly InitialValue[]
  readonly #known = new Map<string, Known[]>()
  /** The sentinels that each one met, by group and address. */
  readonly #met = new Map<string, Set<string>>()

  constructor(plan: Plan, initial: readonly InitialValue[] = initialValues(plan)) {
    this.#plan = plan
    this.#initial = initial
    this.#begin(Number.NEGATIVE_INFINITY)
  }

  /** The number that a sentinel held for a group; null where it is not known. */
  ofSentinel(sentinel: string, group: string, name: string, at: number): number | null {
    const value = this.#valueAt(keyOf(sentinel, group, name), at)
    return value === null ? null : Number(value)
  }

  /** A directive of a data instance; null where it is not known. */
  ofNode(instance: string, name: string, at: number): string | null {
    return this.#valueAt(keyOf(instance, '', name), at)
  }

  /** What a sentinel held of a replica; null where it is not known. */
  ofReplica(sentinel: string, group: string, replica: string, name: 'priority' | 'runId', at: number) {
    return this.#valueAt(keyOf(sentinel, group, `${name} of ${replica}`), at)
  }

  /** When a setting of a sentinel was last changed with SENTINEL SET before a moment; undefined when it never was. */
  changedAt(sentinel: string, group: string, name: string, at: number): number | undefined {
    const changes = this.#known.get(keyOf(sentinel, group, name)) ?? []
    const last = changes.findLast((one) => one.at <= at)
    return last === undefined || last.at === Number.NEGATIVE_INFINITY ? undefined : last.at
  }

  push(entry: TimelineEntry): void {
    const {kind, instance, fields, at, fault} = entry
    if (kind === 'deployment-reset') this.#begin(at)
    if (fault !== undefined) {
      if (fault.seen !== undefined) this.#learn(fault.seen, at)
      for (const name of fault.instances) {
        for (const directive of fault.directives ?? [])
          this.#note(keyOf(name, '', todaysName(directive.name)), at, directive.value)
        // What was set while it ran is lost, unless something rewrote its conf.
        if (fault.fault === 'start' || fault.fault === 'restart') this.#forgetChanges(name, at)
      }
      return
    }
    if (instance === null || fields['subject'] === undefined) return
    const group = String(fields['masterName'])
    if (kind === '+monitor') this.#note(keyOf(instance, group, 'quorum'), at, String(fields['quorum']))
    else if (kind === '+set')
      this.#note(keyOf(instance, group, String(fields['option'])), at, String(fields['value'] ?? ''))
    else if (kind === '+sentinel') this.#meet(instance, group, `${fields['ip']} ${fields['port']}`, at)
    else if (kind === '+reset-master') {
      this.#met.delete(keyOf(instance, group, 'met'))
      this.#note(keyOf(instance, group, 'sentinels'), at, '1')
    }
  }

  #begin(at: number): void {
    for (const {instance, group = '', name, value} of this.#initial)
      this.#note(keyOf(instance, group, name), at, value)
    const sentinels = this.#plan.instances.filter(({kind}) => kind === 'sentinel')
    // How many there are of an opened one, only its confs show: some may have left no line.
    if (this.#plan.isEvidenced) return
    for (const {name} of sentinels)
      for (const {name: group} of this.#plan.masters)
        this.#note(keyOf(name, group, 'sentinels'), at, String(sentinels.length))
  }

  #learn({sentinels, nodes}: Snapshot, at: number): void {
    for (const [name, directives] of Object.entries(nodes))
      for (const [directive, value] of Object.entries(directives))
        this.#note(keyOf(name, '', directive), at, value)
    for (const [name, groups] of Object.entries(sentinels))
      for (const own of groups) {
        const note = (option: string, value: string | number) =>
          this.#note(keyOf(name, own.group, option), at, String(value))
        note('quorum', own.quorum)
        note('down-after-milliseconds', own.downAfterMs)
        note('failover-timeout', own.failoverTimeoutMs)
        note('parallel-syncs', own.parallelSyncs)
        note('sentinels', own.sentinels)
        for (const [address, {priority, runId}] of Object.entries(own.replicas)) {
          const replica = this.#plan.instances.find((it) => formatAddress(it) === address)?.name ?? address
          note(`priority of ${replica}`, priority)
          note(`runId of ${replica}`, runId)
        }
      }
  }

  /** Sentinels of the plan are met at every start; one that is not of it comes on top. */
  #meet(sentinel: string, group: string, address: string, at: number): void {
    const [host = '', port] = address.split(' ')
    const isPlanned = this.#plan.instances.some((it) => it.host === host && it.port === Number(port))
    if (isPlanned) return
    const met = this.#met.get(keyOf(sentinel, group, 'met')) ?? new Set()
    if (met.has(address)) return
    met.add(address)
    this.#met.set(keyOf(sentinel, group, 'met'), met)
    const before = this.ofSentinel(sentinel, group, 'sentinels', at)
    this.#note(keyOf(sentinel, group, 'sentinels'), at, before === null ? null : String(before + 1))
  }

  #forgetChanges(instance: string, at: number): void {
    for (const [key, changes] of this.#known) {
      const [first] = changes
      if (!key.startsWith(`${instance} `) || first === undefined) continue
      if (changes.at(-1)?.value !== first.value) this.#note(key, at, null)
    }
  }

  #note(key: string, at: number, value: string | null): void {
    const changes = this.#known.get(key) ?? []
    if (changes.at(-1)?.value === value && changes.length > 0) return
    changes.push({at, value})
    if (changes.length > mostChanges) changes.splice(1, 1)
    this.#known.set(key, changes)
  }

  #valueAt(key: string, at: number): string | null {
    return this.#known.get(key)?.findLast((one) => one.at <= at)?.value ?? null
  }
}

function keyOf(instance: string, group: string, name: string): string {
  return `${instance} ${group} ${name}`
}

/** The largest of some values; null where one of them is not known. */
export function largest(values: readonly (number | null)[]): number | null {
  if (values.length === 0 || values.includes(null)) return null
  return Math.max(...values.map(Number))
}
