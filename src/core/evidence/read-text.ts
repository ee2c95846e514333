import type {Evidence, Fact, UnreadLine} from './facts.ts'
import type {LineReader, LineToRead, ReadingState} from './line-reader.ts'
import {readBannerLine} from './read-banner-line.ts'
import {readCheckLine, readNodeLine} from './read-cluster-line.ts'
import {readAclLine, readConfLine} from './read-conf-line.ts'
import {readInfoLine} from './read-info-line.ts'
import {readLogLine} from './read-log-line.ts'
import {readNoteLine} from './read-note-line.ts'
import {readReplyLine} from './read-reply-line.ts'
import {readAnswerLine, readCommandLine} from './read-shell-line.ts'
import {readSlotsLine} from './read-slots-line.ts'
import {readSyslogLine} from './read-syslog-line.ts'
import {maskSecrets} from './secrets.ts'
import {readCompose} from './services.ts'
import {unwrapCsv, unwrapJson} from './unwrap.ts'

/** In this order: the first that understands a line has it. */
const readers: readonly LineReader[] = [
  readLogLine,
  readSyslogLine,
  readNodeLine,
  readCheckLine,
  readBannerLine,
  readAclLine,
  readCommandLine,
  readInfoLine,
  readAnswerLine,
  readReplyLine,
  readSlotsLine,
  readConfLine,
  readNoteLine,
]

/**
 * Finds out what a text says: lines of logs in any form that people have them in, confs, replies, compose files, and
 * several of these in one paste.
 *
 * @param path how the text is named in findings
 */
export function readText(path: string, text: string): Evidence {
  const services = readCompose(text, path)
  const rows = text.split('\n')
  const lines = rows.filter((row) => row.trim() !== '').length
  if (services !== undefined) return {path, lines, read: lines, unread: [], facts: services}
  const state: ReadingState = {
    path,
    heading: undefined,
    wrapped: undefined,
    command: undefined,
    info: undefined,
    row: undefined,
    nodeList: undefined,
    confLists: new Set(),
    checked: undefined,
  }
  const facts: Fact[] = []
  const unread: UnreadLine[] = []
  for (const [index, row] of rows.entries()) {
    if (row.trim() === '') continue
    state.wrapped = unwrapJson(row) ?? unwrapCsv(row)
    const line = unquote(state.wrapped?.line ?? withoutColours(row))
    const toRead: LineToRead = {line, text: maskSecrets(line.trim()), place: {path, line: index + 1}}
    const found = readLine(toRead, state)
    if (found === undefined) unread.push({place: toRead.place, text: toRead.text, why: whyUnread(line)})
    else facts.push(...found)
  }
  return {path, lines, read: lines - unread.length, unread, facts: facts.map((fact) => markConf(fact, state))}
}

/** That a list of nodes is a nodes.conf is known at its end. */
function markConf(fact: Fact, {confLists}: ReadingState): Fact {
  return fact.kind === 'cluster-node' && confLists.has(fact.list) ? {...fact, from: 'conf'} : fact
}

function readLine(line: LineToRead, state: ReadingState): readonly Fact[] | undefined {
  if (isFrame(line.line)) return []
  for (const reader of readers) {
    const found = reader(line, state)
    if (found !== undefined) return found
  }
  // A comment ends no block and says nothing, but what a note reader has found in it above.
  return /^\s*(?:#|\/\/|;)/.test(line.line) ? [] : undefined
}

/** What a paste puts around lines. */
function isFrame(line: string): boolean {
  return /^\s*(?:"\.?|```\w*|~~~|[-=*_]{3,}|==> .* <==|\.\.\.|…)\s*$/.test(line)
}

const colour = /\u001b\[[\d;]*m/g

/** redis-cli --cluster writes colours into files, too. */
function withoutColours(row: string): string {
  return row.replaceAll(colour, '').replace(/\r$/, '')
}

function unquote(row: string): string {
  return row.replace(/^(?:> )+(?=\S)/, '')
}

function whyUnread(line: string): string {
  return /\p{Cc}/u.test(line.replace(/\t/g, '')) ? 'it is not text' : 'it is in no form that is known here'
}
