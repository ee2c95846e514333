import {isTellingWord} from './aliases.ts'
import type {Fact} from './facts.ts'
import {instanceNameOf} from './instance-name.ts'

export type NameKind = 'host' | 'name' | 'master' | 'path'

/** A path as it stands in a line. */
export const pathPattern = /(?<![\w:/.~-])(?:~|\.{1,2})?(?:\/[\w.@+=~%-]+)+\/?/g

/** Names that the kernel gives: they tell nothing of whose machine it is. */
export const kernelPath = /^\/(?:sys|proc\/sys)\//

/** Fields of lines and of replies that hold a host, and those that hold the name of a group. */
const hostFields = /^(?:ip|host|hostname|master_?host|masterip|announce-?(?:ip|hostname)|address|addr)$/i
const masterFields = /^(?:mastername|name)$/i

/** A field of an export or of a manifest whose value is a name: `"namespace": "acme-prod"`, `container_name: acme-1`. */
const namedField =
  /["']?\b[\w.@/-]*(?:host|node|pod|namespace|container|service|cluster|instance|name|project|team|env|region|stack|app)(?:_?name)?["']?\s*[:=]\s*["']?([\w][\w.@-]*)(?=["',}\s]|$)/gi
/** Those of log viewers that say what kind of thing something is. */
const kindField = /^["']?(?:kind|loglevel|logger|logtype|role)/i

/**
 * Collects the names of hosts, nodes and groups that evidence is about, where these tell whose they are. What it has collected
 * does not depend on how much evidence there was.
 */
export class NameCollector {
  readonly kinds = new Map<string, NameKind>()

  /** The path of a file, whose name is mostly that of a node. */
  addPath(path: string): void {
    this.#add('name', instanceNameOf(path))
  }

  addFact(fact: Fact): void {
    addFrom(fact, this.#add)
    // A folder that is named elsewhere without its path. A plain word would be hidden everywhere.
    for (const [found] of fact.text.matchAll(pathPattern)) {
      if (kernelPath.test(found)) continue
      for (const part of found.split('/'))
        if (/[A-Z\d_-]/.test(part.slice(1)) && !part.includes('.')) this.#add('path', part)
    }
  }

  /** A row as it stands in a file: what an export or a manifest says around the lines of Redis. */
  addRow(row: string): void {
    if (!/[:=]/.test(row) || !/^\s*[-{["\w]/.test(row)) return
    // Of a line of a log, of a conf or of a reply its fact says which names are in it.
    if (!/^\s*\{/.test(row) && !/^\s*(?:- )?["']?[\w.@/-]+["']?\s*[:=]\s*\S+\s*,?\s*$/.test(row)) return
    for (const [field, name = ''] of row.matchAll(namedField))
      if (!kindField.test(field)) this.#add('name', name)
  }

  readonly #add = (kind: NameKind, name: string | undefined): void => {
    const bare = name?.replace(/^["'[]+|["'\]]+$/g, '') ?? ''
    if (bare.length <= 1 || !/[a-z]/i.test(bare) || isAddress(bare) || !isTellingWord(bare)) return
    if (!this.kinds.has(bare)) this.kinds.set(bare, kind)
  }
}

function addFrom(fact: Fact, add: (kind: NameKind, name: string | undefined) => void): void {
  if (fact.stream.includes('#')) add('name', instanceNameOf(fact.stream))
  if (fact.kind === 'log') {
    for (const [key, value] of Object.entries(fact.event?.fields ?? {})) addField(key, String(value), add)
    // `host-a redis[812]: …`
    add(
      'host',
      /^(?:[A-Z][a-z]{2} +\d+ [\d:.]+|\d{4}-\d\d-\d\dT\S+) (\S+) [\w.-]+\[\d+\]:/.exec(fact.text)?.[1],
    )
  }
  if (fact.kind === 'directive') addDirective(fact.name, fact.words, add)
  if (fact.kind === 'info' || fact.kind === 'sentinel-row') {
    for (const [key, value] of fact.fields) addField(key, value, add)
    for (const [, , name] of [...fact.fields.values()].map((value) => /(^|,)name=([^,]+)/.exec(value) ?? []))
      add('master', name)
  }
  if (fact.kind === 'cluster-node') {
    add('host', hostOf(fact.node.address))
    add('host', /^\S+ [^,\s]+,([^,\s=]+)/.exec(fact.text.replace(/^\d+\) "?/, ''))?.[1])
  }
  if (fact.kind === 'open-slots') add('host', hostOf(fact.address))
  if (fact.kind === 'service') add('name', fact.name)
  if (fact.kind === 'naming') add('name', fact.name)
  if (fact.kind === 'command') addCommand(fact.words, add)
}

function addField(key: string, value: string, add: (kind: NameKind, name: string | undefined) => void): void {
  add('host', /(?:^|,)ip=([^,]+)/.exec(value)?.[1])
  if (hostFields.test(key)) add('host', hostOf(value))
  else if (masterFields.test(key)) {
    const host = /^(.*):\d+$/.exec(value)?.[1]
    add(host === undefined ? 'master' : 'host', host ?? value)
  } else add('host', /^\[?([A-Za-z][\w.-]*)\]?:\d+$/.exec(value)?.[1])
}

function addDirective(
  name: string,
  words: readonly string[],
  add: (kind: NameKind, name: string | undefined) => void,
): void {
  const [first, second] = words
  if (name === 'sentinel monitor' || /^sentinel known-/.test(name)) add('host', second)
  if (name.startsWith('sentinel ') && !/myid|announce|epoch|resolve|deny|user|pass$/.test(name))
    add('master', first)
  if (/^(?:replicaof|slaveof|bind|.*announce-(?:ip|hostname|human-nodename))$/.test(name))
    for (const word of words) add('host', word)
}

function addCommand(words: readonly string[], add: (kind: NameKind, name: string | undefined) => void): void {
  for (const [index, word] of words.entries()) {
    if (word === '-h' || word === '--host') add('host', words[index + 1])
    if (word.startsWith('redis://') || word.startsWith('rediss://'))
      add('host', /^rediss?:\/\/(?:[^@/]*@)?([^:/]+)/.exec(word)?.[1])
    add('host', /^([A-Za-z][\w.-]*):\d{2,5}$/.exec(word)?.[1])
  }
  const [verb = '', second] = words
  if (/^(?:exec|logs|attach)$/.test(verb))
    add(
      'name',
      words.slice(1).find((word) => !word.startsWith('-')),
    )
  if (/^(?:replicaof|slaveof)$/i.test(verb)) add('host', second)
  if (/^sentinel$/i.test(verb)) add('master', words[2])
}

function hostOf(address: string): string | undefined {
  return address === '' ? undefined : address.replace(/(?<=[^:]):\d+(?:@\d+)?(?:,.*)?$/, '')
}

function isAddress(word: string): boolean {
  return /^[\d.]+$/.test(word) || /^[\da-f:]*:[\da-f:]*$/i.test(word)
}
