import {splitArguments} from '../redis/split-arguments.ts'
import {textOf} from '../text/text-of.ts'
import {isDirectiveName} from './directive-names.ts'
import type {Fact, Stated} from './facts.ts'
import {type LineReader, type LineToRead, type ReadingState, streamOf} from './line-reader.ts'
import {maskSecrets} from './secrets.ts'

/** Frames of the protocol in a dump of it: how many parts follow, how long the next text is. */
export const readRespLine: LineReader = ({line, text, place}, state) => {
  if (/^(?:[*$%~>=]-?\d+|_|#[tf])\s*$/.test(line)) return []
  if (!/^(?::-?\d+|,-?[\d.]+(?:e[+-]?\d+)?|[+-][A-Z][A-Z0-9]*(?: .*)?)\s*$/.test(line)) return undefined
  return [answer({line, text, place}, state)]
}

/** A reply as `redis-cli --json` prints it, or of CONFIG GET with `--csv`. */
export const readJsonReply: LineReader = (line, state) => {
  const row = line.line.trim()
  if (!/^(?:\[.*\]|\{.*\}|".*")$/.test(row)) return undefined
  let value: unknown
  try {
    value = JSON.parse(row.startsWith('"') && row.includes(',') ? `[${row}]` : row)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const rows = Array.isArray(value) ? value : [value]
  const fields = rows.filter((it): it is Record<string, unknown> => isFields(it))
  const sentinelRows = fields.filter((it) => 'name' in it && 'flags' in it)
  if (sentinelRows.length > 0) return sentinelRows.map((it) => sentinelRow(it, line, state))
  const settings =
    Array.isArray(value) && isConfigGet(state) ? inPairs(value) : fields.flatMap((it) => Object.entries(it))
  const known = settings.filter(([name, setting]) => typeof setting === 'string' && isDirectiveName(name))
  if (known.length > 0 && (isConfigGet(state) || known.length === settings.length))
    return known.flatMap(([name, setting]) => directive(name, String(setting), line, state))
  return [answer(line, state)]
}

/** A name and in the next line its value, as CONFIG GET answers, with numbers or without. */
export const readSettingLine: LineReader = (line, state) => {
  const row = line.line.trim()
  const match = /^(\d+\)\s*|\d+# )?(?:"((?:[^"\\]|\\.)*)"|(\S.*))$/.exec(row)
  const [, number, quoted, bare] = match ?? []
  // `1# "save" => "3600 1"` is how maps of RESP3 are printed.
  const pair = /^\d+# "([^"]+)" => "(.*)"$/.exec(row)
  if (pair !== null && isDirectiveName(pair[1] ?? ''))
    return directive(pair[1] ?? '', pair[2] ?? '', line, state)
  const value = quoted ?? bare
  const name = state.setting
  state.setting = undefined
  if (match === null || value === undefined || state.row !== undefined) return undefined
  // CLUSTER SHARDS has a `port` as well, which is none of the conf of who answers.
  if (repliesWithWords(state)) return undefined
  if (name !== undefined) return directive(name, value, line, state)
  const isStart = isConfigGet(state) || (number !== undefined && Number.parseInt(number, 10) % 2 === 1)
  if (!isStart || !/^[a-z][a-z-]+$/.test(value) || !isDirectiveName(value)) return undefined
  state.setting = value
  return []
}

/** Words of replies of ROLE, CLUSTER SHARDS, ACL LOG, LATENCY. */
const words = new Set(
  `master slave sentinel connect connecting sync connected handshake slots nodes id port tls-port ip endpoint hostname role
  replication-offset health online failed loading count reason context object username age-seconds client-info entry-id
  timestamp-created timestamp-last-updated auth command channel key toplevel lua multi module script replica primary`.split(
    /\s+/,
  ),
)

/** What is left of replies: numbered or quoted parts, clients, and known words behind a command. */
export const readOtherReplyLine: LineReader = (line, state) => {
  const row = line.line.trim()
  const isPart =
    /^(?:\d+\)\s*)+(?:".*"|\(integer\) -?\d+|\(nil\)|\(empty \w+\)|\(double\) .*|[\w.-]+)?$/.test(row) ||
    /^(?:\d+\)\s*)*\d+# .* => /.test(row) ||
    /^".*"$/.test(row) ||
    /^id=\d+ addr=\S+ /.test(row)
  const isWord =
    words.has(row) || (typed(state).length > 0 && /^\S{1,200}$/.test(row) && repliesWithWords(state))
  return isPart || isWord ? [answer(line, state)] : undefined
}

function typed({command}: ReadingState): readonly string[] {
  return command?.program === 'redis-cli' ? command.words : []
}

function isConfigGet(state: ReadingState): boolean {
  return /\bconfig get\b/i.test(typed(state).join(' '))
}

function repliesWithWords(state: ReadingState): boolean {
  return /\b(?:role|slowlog get|latency \w+|acl (?:log|getuser|users|cat)|cluster (?:shards|slots|links)|sentinel debug|get-master-addr-by-name|client \w+|command \w+|memory \w+)\b/i.test(
    typed(state).join(' '),
  )
}

function answer({text, place}: LineToRead, state: ReadingState): Fact {
  return {kind: 'answer', place, text, stream: streamOf(place.path, state.heading), command: state.command}
}

function directive(name: string, value: string, {place}: LineToRead, state: ReadingState): readonly Fact[] {
  // An empty value is no setting, but of `save`, where it says that nothing is saved.
  const found = value === '' ? [''] : (splitArguments(value) ?? value.split(/\s+/))
  // A password with blanks is one word; other values are shown as they came.
  const isOneWord = value === '' || (/pass|auth/.test(name) && /\s/.test(value))
  const text = maskSecrets(`${name} ${isOneWord ? JSON.stringify(value) : value}`)
  return [{kind: 'directive', place, text, stream: streamOf(place.path, state.heading), name, words: found}]
}

function sentinelRow(row: Record<string, unknown>, {text, place}: LineToRead, state: ReadingState): Fact {
  const stated: Stated = {place, text, stream: streamOf(place.path, state.heading)}
  const fields = new Map(Object.entries(row).map(([name, value]) => [name, textOf(value)]))
  return {
    kind: 'sentinel-row',
    ...stated,
    fields,
    stated: new Map([...fields.keys()].map((name) => [name, stated])),
  }
}

function isFields(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function inPairs(values: readonly unknown[]): readonly [string, unknown][] {
  return values.flatMap((name, index): [string, unknown][] =>
    index % 2 === 0 && typeof name === 'string' ? [[name, values[index + 1]]] : [],
  )
}
