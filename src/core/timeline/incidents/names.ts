import {formatAddress, type Plan} from '../../topology/plan.ts'
import type {TimelineEntry} from '../entries/entry.ts'

/** Turns addresses and run ids, by which Redis calls instances, into the names of the plan. */
export class InstanceNames {
  readonly #byAddress: ReadonlyMap<string, string>
  readonly #byRunId = new Map<string, string>()
  readonly #indexes: ReadonlyMap<string, number>

  readonly #hasOneMaster: boolean

  constructor({instances, masters}: Pick<Plan, 'instances' | 'masters'>) {
    this.#hasOneMaster = masters.length === 1
    this.#byAddress = new Map(instances.map((instance) => [formatAddress(instance), instance.name]))
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

  /** A message of a log with names in place of what Redis calls instances, shorter by that. */
  shorten(message: string): string {
    const shortened = message
      .replace(
        /^([+-]\S+) (slave|sentinel) \S+ (\S+) (\d+) @ \S+ \S+ \d+/,
        (_, event, type, host, port) =>
          `${event} ${event.endsWith('sdown') ? `${type} ` : ''}${this.ofAddress(host, port)}`,
      )
      .replace(/^([+-]\S+) master (\S+) (\S+) (\d+)/, (_, event, group, host, port) => {
        if (/^(?:[+-]sdown|\+monitor)$/.test(event)) return `${event} master ${this.ofAddress(host, port)}`
        return this.#hasOneMaster ? event : `${event} ${group}`
      })
      .replace(
        /^\+switch-master (\S+) (\S+) (\d+) (\S+) (\d+)$/,
        (_, _name, oldHost, oldPort, host, port) =>
          `+switch-master ${this.ofAddress(oldHost, oldPort)} → ${this.ofAddress(host, port)}`,
      )
      .replace(/I will not start a failover before \w+ \w+ +\d+ (\S+) \d+$/, 'none before $1')
      .replace(/ \(user request from '[^']*'\)/, '')
      .replace(/\b([0-9a-f]{40})\b(?: \(\))?/g, (_, id) => this.ofRunId(id))
    return this.#nameAddresses(shortened)
  }
}
