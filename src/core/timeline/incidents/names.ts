import type {Fields} from '../../redis/catalogue/entry.ts'
import type {FieldPlace} from '../../redis/catalogue/template.ts'
import {formatAddress, type Plan} from '../../topology/plan.ts'
import type {TimelineEntry} from '../entries/entry.ts'

/** What of an entry its message is shortened by. */
export type ShownEntry = Pick<TimelineEntry, 'message' | 'kind' | 'fields' | 'places'>

/** Turns addresses and run ids, by which Redis calls instances, into the names of the plan. */
export class InstanceNames {
  readonly #byAddress: ReadonlyMap<string, string>
  readonly #byRunId = new Map<string, string>()
  readonly #indexes: ReadonlyMap<string, number>

  readonly #hasOneMaster: boolean

  constructor({instances, masters}: Pick<Plan, 'instances' | 'masters'>) {
    this.#hasOneMaster = masters.length === 1
    this.#byAddress = new Map(
      instances.flatMap(({name, alsoAt = [], ...own}) =>
        [...alsoAt, own].map((place) => [formatAddress(place), name] as const),
      ),
    )
    this.#indexes = new Map(instances.map(({name}, index) => [name, index]))
    for (const {name, sentinelId, nodeId} of instances) {
      const id = sentinelId ?? nodeId
      if (id !== undefined) this.#byRunId.set(id, name)
    }
  }

  /** Sentinels that were left to find a name for themselves tell it when they start. */
  learn({kind, instance, fields}: TimelineEntry): void {
    if (kind === 'sentinel-id' && instance !== null) this.#byRunId.set(String(fields['runid']), instance)
  }

  ofAddress(host: string | number | undefined, port: string | number | undefined): string {
    const address = formatAddress({host: String(host), port: Number(port)})
    return this.#byAddress.get(address) ?? address
  }

  ofRunId(runId: string | number | undefined): string {
    return this.#byRunId.get(String(runId)) ?? `${String(runId).slice(0, 8)}…`
  }

  /** A sentinel as a vote names it: by its id, before 3.2 by its address. */
  ofVoter(text: string | number | undefined): string {
    const word = String(text)
    return this.#byAddress.get(word) ?? (word.includes(':') ? word : this.ofRunId(word))
  }

  /** A text about a log line with names in place of addresses and of ids that were cut short. */
  inText(text: string): string {
    return this.#nameAddresses(text).replace(/\b([0-9a-f]{8})…/g, (short, start) => {
      const id = [...this.#byRunId.keys()].find((known) => known.startsWith(start))
      return id === undefined ? short : this.ofRunId(id)
    })
  }

  #nameAddresses(text: string): string {
    return text.replace(
      /(?:\[[0-9a-f:.]+\]|\b[\w.-]+):\d{1,5}\b/g,
      (address) => this.#byAddress.get(address) ?? address,
    )
  }

  indexOf(name: string): number {
    return this.#indexes.get(name) ?? -1
  }

  /** The message of an entry with names in place of what Redis calls instances, shorter by that. */
  shorten({message, kind, fields, places = []}: ShownEntry): string {
    const [place] = places
    if (place === undefined) return this.#nameAll(message)
    const before = message.slice(0, place.from)
    const after = message.slice(place.to)
    if (place.name === '@') {
      const word = message.slice(place.from, message.indexOf(' ', place.from))
      return this.#nameAll([kind, ...this.#nameSubject(kind, word, fields)].join(' ') + after)
    }
    if (kind === '+switch-master') {
      const {oldIp, oldPort, newIp, newPort} = fields
      return `${kind} ${this.ofAddress(oldIp, oldPort)} → ${this.ofAddress(newIp, newPort)}`
    }
    if (kind === 'next-failover-delayed') {
      const time = String(fields['time']).split(/ +/)[3]
      return time === undefined ? message : `${before.replace('I will not start a failover', 'none')}${time}`
    }
    return this.#nameAll(withoutClient(message, places))
  }

  /** Whom a sentinel event is about, as briefly as can be. @param word what Redis calls it */
  #nameSubject(kind: string, word: string, {name, ip, port}: Fields): readonly string[] {
    const own = this.ofAddress(ip, port)
    const isDown = kind.endsWith('sdown')
    if (word !== 'master') return isDown ? [word, own] : [own]
    if (isDown || kind === '+monitor') return [word, own]
    return this.#hasOneMaster ? [] : [String(name)]
  }

  /** Names in place of all addresses and ids. */
  #nameAll(text: string): string {
    return this.#nameAddresses(text.replace(/\b([0-9a-f]{40})\b(?: \(\))?/g, (_, id) => this.ofRunId(id)))
  }
}

/** The client that gave an order would fill most of a line; the meaning of the entry names it. */
function withoutClient(message: string, places: readonly FieldPlace[]): string {
  const opening = " (user request from '"
  const client = places.find(({name}) => name === 'client')
  if (client === undefined || !message.slice(0, client.from).endsWith(opening)) return message
  return message.slice(0, client.from - opening.length) + message.slice(client.to + "')".length)
}
