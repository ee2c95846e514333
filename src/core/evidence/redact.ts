import {aliasOf, isTellingWord} from './aliases.ts'
import type {Evidence, Fact} from './facts.ts'
import {kernelPath, NameCollector, type NameKind, pathPattern} from './names-in-facts.ts'
import {StandInAddresses} from './stand-in-addresses.ts'

/** What stands in the place of what: `host-a` → `10.0.0.5`. */
export type RedactionMap = Readonly<Record<string, string>>

/** A whole domain name: three labels or more, or an ending that only hosts have. */
const domainPattern =
  /(?<![\w.@/-])(?:[a-z0-9](?:[\w-]*[a-z0-9])?\.)+(?:local|internal|lan|corp|intranet|cluster|svc|com|net|org|cloud|dev|example|test)(?![\w-]|\.\w)/gi
const publicDomains = /(?:^|\.)(?:redis\.io|redis\.com|valkey\.io|docker\.internal|github\.com)$/i

/**
 * Replaces addresses, names of hosts, nodes and masters, and paths in evidence by others: the same by the same in one run. What
 * is judged is evidence without them, so no sentence can hold one.
 *
 * Addresses get stand-ins of the same kind and the same networks at first, since rules look at these; `show` puts `host-a` in
 * their place in what is printed. Ports stay, and loopback, `0.0.0.0`, and names that tell nothing: `mymaster`, `redis-1`.
 */
export class Redaction {
  readonly #aliases = new Map<string, string>()
  readonly #counts = new Map<NameKind, number>()
  readonly #addresses: StandInAddresses
  readonly #names = new NameCollector()
  #pattern: {readonly names: number; readonly pattern: RegExp | undefined} | undefined

  /**
   * @param addressesAs `aliases`: what is shown for an address is `host-a`; `stand-ins`: it is what stands in for it, for
   *   text that is to be read again
   */
  constructor(addressesAs: 'aliases' | 'stand-ins' = 'aliases') {
    this.#addresses = new StandInAddresses((address, standIn) => {
      if (addressesAs === 'aliases') return this.#aliasFor(address, 'host')
      this.#aliases.set(address, standIn)
      return standIn
    })
  }

  /** What stands in the place of what. */
  get map(): RedactionMap {
    return Object.fromEntries([...this.#aliases].map(([original, alias]) => [alias, original]))
  }

  /** Evidence without what is to be hidden. */
  hide(evidence: readonly Evidence[]): readonly Evidence[] {
    for (const {path, facts, unread} of evidence) {
      this.notePath(path)
      for (const fact of facts) this.noteFact(fact)
      for (const {text} of [...facts, ...unread]) this.#addresses.note(text)
    }
    return evidence.map((it) => ({
      ...it,
      path: this.hidePath(it.path),
      unread: this.#hideAll(it.unread),
      facts: it.facts.map((fact): Fact => this.#hideAll(fact)),
    }))
  }

  /** Notes the names in the path of a file, before anything is hidden. */
  notePath(path: string): void {
    this.#names.addPath(path)
  }

  /** Notes the names that a fact is about, before anything is hidden. */
  noteFact(fact: Fact): void {
    this.#names.addFact(fact)
  }

  /** Notes what a row of a file holds around its facts, before anything is hidden. */
  noteRow(row: string): void {
    this.#names.addRow(row)
    this.#addresses.note(row)
  }

  /** A row of a file without what is to be hidden. */
  hideRow(row: string): string {
    return this.#hideText(row)
  }

  /** How an instance is called now that had this name. */
  hideInstance(name: string): string {
    const [, own = name, ending = ''] = /^(.+?)((?:-sentinel)?(?:-\d+)?)$/.exec(name) ?? []
    const {kinds} = this.#names
    return kinds.has(name) || !kinds.has(own) ? this.#hideText(name) : `${this.#hideText(own)}${ending}`
  }

  /** A value with `host-a` in the place of each address that stands in for one. */
  show<Value>(value: Value): Value {
    return mapStrings(value, (text) => this.#addresses.show(text))
  }

  #hideAll<Value>(value: Value): Value {
    return mapStrings(value, (text, key) =>
      key === 'path' || key === 'stream' ? this.#hideStream(text) : this.#hideText(text),
    )
  }

  /** `logs.zip!n1/redis.log#pod-0`: a path, and whose lines of it they are. */
  #hideStream(stream: string): string {
    const hash = stream.indexOf('#')
    if (hash < 0) return this.hidePath(stream)
    return `${this.hidePath(stream.slice(0, hash))}#${this.#hideWord(stream.slice(hash + 1))}`
  }

  #hideText(text: string): string {
    if (text === '') return text
    const withoutPaths = text.replace(pathPattern, (path) => this.hidePath(path))
    const names = this.#namePattern
    const withoutNames =
      names === undefined
        ? withoutPaths
        : withoutPaths.replace(names, (name) => this.#aliasFor(name, this.#kindOf(name)))
    const withoutDomains = withoutNames.replace(domainPattern, (domain) =>
      publicDomains.test(domain) ? domain : this.#aliasFor(domain, 'host'),
    )
    return this.#addresses.hide(withoutDomains)
  }

  /** The path of a file without what is to be hidden. */
  hidePath(path: string): string {
    if (kernelPath.test(path)) return path
    return path
      .split(/([/!])/)
      .map((part) => (part === '/' || part === '!' ? part : this.#hideFileName(part)))
      .join('')
  }

  /** Without its endings, so that `cache-7.log` and `cache-7.conf` are still of one node. */
  #hideFileName(name: string): string {
    const [bare = '', endings = ''] = split(name)
    if (!isTellingWord(bare)) return name
    return `${this.#names.kinds.has(bare) ? this.#hideWord(bare) : this.#hideAddressOr(bare, 'path')}${endings}`
  }

  #hideWord(word: string): string {
    return isTellingWord(word) ? this.#hideAddressOr(word, this.#kindOf(word)) : word
  }

  #hideAddressOr(word: string, kind: NameKind): string {
    const hidden = this.#addresses.hide(word)
    return hidden === word ? this.#aliasFor(word, kind) : hidden
  }

  #kindOf(name: string): NameKind {
    return this.#names.kinds.get(name) ?? 'name'
  }

  get #namePattern(): RegExp | undefined {
    const {kinds} = this.#names
    if (this.#pattern?.names !== kinds.size)
      this.#pattern = {names: kinds.size, pattern: patternOf([...kinds.keys()])}
    return this.#pattern?.pattern
  }

  #aliasFor(original: string, kind: NameKind): string {
    const found = this.#aliases.get(original)
    if (found !== undefined) return found
    const count = this.#counts.get(kind) ?? 0
    this.#counts.set(kind, count + 1)
    const alias = aliasOf(kind, count)
    this.#aliases.set(original, alias)
    return alias
  }
}

function split(name: string): [string, string] {
  const match =
    /^(.*?)((?:\.(?:log|conf|txt|acl|ya?ml|json|out|csv|rdb|aof|zip|tar|tgz|gz|so|sock|pid|sh|\d+))*)$/.exec(
      name,
    )
  return [match?.[1] ?? name, match?.[2] ?? '']
}

function patternOf(names: readonly string[]): RegExp | undefined {
  if (names.length === 0) return undefined
  const longestFirst = names.toSorted((a, b) => b.length - a.length)
  const escaped = longestFirst.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`(?<![\\w-])(?:${escaped.join('|')})(?![\\w-])`, 'g')
}

/** What says of which kind something is, never whose. */
const fixedKeys = new Set([
  'kind',
  'severity',
  'from',
  'letter',
  'state',
  'program',
  'flags',
  'id',
  'certainty',
  'lab',
])

/** A value with all its texts changed, also those in maps. Keys stay. */
function mapStrings<Value>(value: Value, change: (text: string, key: string) => string, key = ''): Value {
  if (fixedKeys.has(key)) return value
  if (typeof value === 'string') return change(value, key) as Value
  if (Array.isArray(value)) return value.map((it) => mapStrings(it, change, key)) as Value
  if (value instanceof Map)
    return new Map([...value].map(([name, it]) => [name, mapStrings(it, change, '')])) as Value
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, it]) => [name, mapStrings(it, change, name)]),
  ) as Value
}
