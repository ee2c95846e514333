import {readFileSync} from 'node:fs'
import path from 'node:path'
import type {InstanceKind} from '../../src/core/words.ts'

/** A format of a log line, from the source of a server. */
export interface LogString {
  /** The file of the source. */
  readonly file: string
  readonly writer: InstanceKind
  /** As C writes it; `%{a|b}` is a string that is one of these. */
  readonly format: string
  /** What writes it: `redis-7.2`. */
  readonly servers: readonly string[]
}

const rows = readFileSync(path.join(import.meta.dirname, '../fixtures/log-strings.tsv'), 'utf8')
  .trim()
  .split('\n')

/** The versions of each server in the order of their history: the first lines of the table, `# redis 2.4 2.6 …`. */
const history: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  rows
    .filter((row) => row.startsWith('# '))
    .map((row) => {
      const [, flavour = '', ...versions] = row.split(' ')
      return [flavour, versions]
    }),
)

export const servers: readonly string[] = Object.entries(history).flatMap(([flavour, versions]) =>
  versions.map((version) => `${flavour}-${version}`),
)

/** All formats at notice level and above that `tools/log-strings.js` has found in the sources of servers. */
export function readLogStrings(): readonly LogString[] {
  return rows
    .filter((row) => !row.startsWith('# '))
    .map((row) => {
      const [file = '', writers = '', format = ''] = row.split('\t')
      const writer = file === 'sentinel' || format.startsWith('Sentinel ') ? 'sentinel' : 'redis'
      return {file, writer, format, servers: readServers(writers)}
    })
}

/** Reads `redis 2.4-3.0 7.2, valkey 7.2-9.1`. */
function readServers(text: string): readonly string[] {
  return text.split(', ').flatMap((part) => {
    const [flavour = '', ...spans] = part.split(' ')
    const versions = history[flavour] ?? []
    return spans.flatMap((span) => {
      const [from = '', to = from] = span.split('-')
      return versions
        .slice(versions.indexOf(from), versions.indexOf(to) + 1)
        .map((version) => `${flavour}-${version}`)
    })
  })
}

const id = '7edc3b1e0a5f4d2c9b8a7e6d5c4b3a2918070605'
const conversion =
  /%(?:%|@|\{[^}]*\}|[-+ #0]*(?:\*|\d+)?(?:\.(\*|\d+))?(?:hh|h|ll|l|z|j|t|L)?([diouxXeEfgGcspa]))/g

/** Messages as the server prints them by a format: each text that it may take, and a name that a node may lack. */
export function messagesOf(format: string): readonly string[] {
  const choices = Math.max(
    2,
    ...[...format.matchAll(/%\{([^}]*)\}/g)].map(([, texts = '']) => texts.split('|').length),
  )
  const messages = Array.from({length: choices}, (_, choice) =>
    format
      // A node has a name in parentheses if somebody gave it one.
      .replace(/(?<=%\.40s) \(%s\)/g, choice % 2 === 0 ? ' (value)' : ' ()')
      // A position in a history, or a port.
      .replaceAll('%s:%s', '%s:%d')
      .replace(conversion, (whole: string, precision?: string, letter?: string) => {
        if (whole === '%%') return '%'
        if (whole === '%@') return 'master mymaster 127.0.0.1 6380'
        if (whole.startsWith('%{')) {
          const texts = whole.slice(2, -1).split('|')
          return texts[choice % texts.length] ?? ''
        }
        if (letter === 's') return precision === '40' || precision === '*' ? id : 'value'
        return valuesOf[letter ?? ''] ?? '17'
      })
      .trim(),
  )
  return [...new Set(messages)]
}

/** What a conversion prints; a whole number otherwise. */
const valuesOf: Readonly<Record<string, string>> = {
  x: '1f',
  X: '1F',
  p: '0x7f31c0',
  c: 'x',
  f: '1.50',
  g: '1.5',
  e: '1.5e+00',
}
