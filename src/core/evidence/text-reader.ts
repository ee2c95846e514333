import {readAskedLine} from './asked-line.ts'
import type {Evidence, Fact, UnreadLine} from './facts.ts'
import {isFrame, withoutFrame} from './frames.ts'
import {KeepingBudget, KeptFacts, type PendingLine} from './kept-facts.ts'
import {beginReading, type LineReader, type LineToRead, type ReadingState} from './line-reader.ts'
import {putInOrder} from './put-in-order.ts'
import {readBannerLine} from './read-banner-line.ts'
import {readCheckLine, readNodeLine} from './read-cluster-line.ts'
import {readAclLine, readConfLine} from './read-conf-line.ts'
import {readFileCheckLine} from './read-file-check-line.ts'
import {readHeadingLine} from './read-heading-line.ts'
import {readInfoLine} from './read-info-line.ts'
import {readBareLine, readLogLine, recognise} from './read-log-line.ts'
import {readNoteLine} from './read-note-line.ts'
import {readJsonReply, readOtherReplyLine, readRespLine, readSettingLine} from './read-other-reply.ts'
import {readPodLine} from './read-pod-line.ts'
import {readReplyLine} from './read-reply-line.ts'
import {readRoleLine} from './read-role-line.ts'
import {readAnswerLine, readCommandLine} from './read-shell-line.ts'
import {readSlotsLine} from './read-slots-line.ts'
import {readSyslogLine} from './read-syslog-line.ts'
import {maskSecrets} from './secrets.ts'
import {StatesOfContainers} from './states-of-containers.ts'
import {readColumns, type Unwrapped, unwrapCsv, unwrapJson, unwrapRow} from './unwrap.ts'
import {withoutPrefix} from './without-prefix.ts'

/** In this order: the first that understands a line has it. */
const readers: readonly LineReader[] = [
  readAskedLine,
  readLogLine,
  readSyslogLine,
  readNodeLine,
  readCheckLine,
  readBannerLine,
  readRespLine,
  readJsonReply,
  readHeadingLine,
  readAclLine,
  readCommandLine,
  readPodLine,
  readRoleLine,
  readInfoLine,
  readAnswerLine,
  readSettingLine,
  readReplyLine,
  readSlotsLine,
  readConfLine,
  readNoteLine,
  readOtherReplyLine,
  readFileCheckLine,
  readBareLine,
]

/** So many unread lines are listed; the others are counted. */
const maxListed = 1000
/** A file in which nothing at all was understood for so many lines is not read on. */
const hopelessLines = 100_000
/** A longer line is none of a log, a conf or a reply, but for JSON. Redis itself writes 1024 bytes (LOG_MAX_LEN, server.h). */
const maxLength = 32_768
/** So much of it is shown. */
const shownLength = 200
/** More lines that are no logs than this are no confs and replies of a deployment. */
const maxOtherLines = 200_000

export interface TextReaderOptions {
  /** Shared by all that is read together. One's own when missing. */
  readonly budget?: KeepingBudget
  /** Gets each fact at once, also those that are not kept. Nothing is kept then. */
  readonly onFact?: ((fact: Fact) => void) | undefined
}

/** Reads one text line by line, in memory that does not depend on how long it is. */
export class TextReader {
  readonly path: string
  readonly kept: KeptFacts
  readonly #state: ReadingState
  readonly #states: StatesOfContainers
  readonly #onFact: ((fact: Fact) => void) | undefined
  readonly #unread: UnreadLine[] = []
  #lines = 0
  #unreadLines = 0
  #otherLines = 0
  #last: Fact | undefined
  #whyStopped: string | undefined

  /** @param path how the text is named in findings */
  constructor(path: string, {budget = new KeepingBudget(), onFact}: TextReaderOptions = {}) {
    this.path = path
    this.kept = new KeptFacts(budget)
    this.#onFact = onFact
    this.#state = beginReading(path)
    this.#states = new StatesOfContainers(this.#state)
  }

  /** Whether there is no use in reading on. */
  get isStopped(): boolean {
    return this.#whyStopped !== undefined
  }

  /** Whose lines follow, where a heading said so. */
  get heading(): string | undefined {
    return this.#state.heading
  }

  /**
   * Reads the next line.
   *
   * @param number from 1
   * @param wrapped what an export says of it, where that was taken apart before
   * @returns what was made of it; undefined when it was not understood
   */
  readRow(row: string, number: number, wrapped?: Unwrapped): readonly Fact[] | undefined {
    if (row.trim() === '') return []
    this.#lines++
    if (this.#lines === 1) {
      this.#state.columns = readColumns(row)
      if (this.#state.columns !== undefined) return []
    }
    const found = this.#read(row, number, wrapped)
    if (found === undefined) return undefined
    for (const fact of found) {
      if (this.#onFact === undefined) this.kept.add(fact)
      else this.#onFact(fact)
    }
    if (found[0]?.kind !== 'log' && ++this.#otherLines > maxOtherLines)
      this.#stop(number, 'it holds so many lines that are none of a log that it was not read on')
    return found
  }

  /** Lines of logs that were found elsewhere: they were read, and need not be kept. */
  countLogLines(lines: number): void {
    this.#lines += lines
    this.#state.info = undefined
  }

  /** Makes facts of a line that was counted before. */
  readAgain({row, line, heading}: PendingLine): readonly Fact[] {
    const state = {...this.#state, heading, info: undefined, row: undefined, wrapped: undefined}
    return readLine(toRead(row, this.path, line, state), new StatesOfContainers(state)) ?? []
  }

  finish(): Evidence {
    const facts = this.kept.finish((line) => this.readAgain(line)).map((fact) => markConf(fact, this.#state))
    const {leftOut} = this.kept
    return {
      path: this.path,
      lines: this.#lines,
      read: this.#lines - this.#unreadLines,
      unread: this.#unread,
      facts: putInOrder(facts),
      ...(leftOut > 0 ? {onlyCounted: leftOut} : {}),
    }
  }

  #read(row: string, number: number, wrapped?: Unwrapped): readonly Fact[] | undefined {
    const line = toRead(row, this.path, number, this.#state, wrapped)
    const found = readLine(line, this.#states) ?? this.#readWrapped(line)
    if (found !== undefined) {
      this.#last = found.at(-1)
      return found
    }
    this.#unreadLines++
    if (this.#unread.length < maxListed) this.#unread.push({place: line.place, ...howUnread(line)})
    else if (this.#unread.length === maxListed)
      this.#unread.push({place: line.place, text: '', why: 'from here on, unread lines are only counted'})
    if (this.#unreadLines === this.#lines && this.#lines >= hopelessLines)
      this.#stop(number, `none of its first ${hopelessLines} lines was understood, so it was not read on`)
    return undefined
  }

  /** The rest of the line above, where a terminal or an editor broke it: known by making sense together. */
  #readWrapped({line}: LineToRead): readonly Fact[] | undefined {
    const last = this.#last
    if (last?.kind !== 'log' || last.event !== undefined) return undefined
    const message = `${last.message} ${maskSecrets(line.trim())}`
    const event = recognise(message, last.letter)
    if (event === undefined) return undefined
    this.kept.replaceLast(last, {...last, message, event})
    return []
  }

  #stop(line: number, why: string): void {
    if (this.#whyStopped !== undefined) return
    this.#whyStopped = why
    this.#unread.unshift({place: {path: this.path, line}, text: '', why})
  }
}

function toRead(
  row: string,
  path: string,
  number: number,
  state: ReadingState,
  wrapped?: Unwrapped,
): LineToRead {
  state.wrapped =
    wrapped ??
    (state.columns === undefined ? undefined : unwrapRow(row, state.columns)) ??
    unwrapJson(row) ??
    unwrapCsv(row)
  const line = withoutFrame((state.wrapped?.line ?? row).trimEnd())
  return {line, text: maskSecrets(line.trim()), place: {path, line: number}}
}

/** What no reader understands with its prefix is read once more without it. */
function readLine(line: LineToRead, states: StatesOfContainers): readonly Fact[] | undefined {
  if (line.line.length > maxLength && !/^\s*[[{]/.test(line.line)) return undefined
  const found = readBare(line, states.of(undefined))
  if (found !== undefined) return found
  const {rest, container} = withoutPrefix(line.line)
  if (rest === line.line) return undefined
  if (rest.trim() === '') return []
  return readBare({...line, line: rest, text: maskSecrets(rest.trim())}, states.of(container))
}

function readBare(line: LineToRead, state: ReadingState): readonly Fact[] | undefined {
  if (isFrame(line.line)) return []
  for (const reader of readers) {
    const found = reader(line, state)
    if (found !== undefined) return found
  }
  // A comment ends no block and says nothing, but what a note reader has found in it above.
  return /^\s*(?:#|\/\/|;)/.test(line.line) ? [] : undefined
}

/** That a list of nodes is a nodes.conf is known at its end. */
function markConf(fact: Fact, {confLists}: ReadingState): Fact {
  return fact.kind === 'cluster-node' && confLists.has(fact.list) ? {...fact, from: 'conf'} : fact
}

function howUnread({line, text}: LineToRead): Pick<UnreadLine, 'text' | 'why'> {
  if (line.length > maxLength)
    return {text: `${text.slice(0, shownLength)}…`, why: 'it is longer than a line of a log or a conf can be'}
  return {
    text,
    why: /\p{Cc}/u.test(line.replace(/\t/g, '')) ? 'it is not text' : 'it is in no form that is known here',
  }
}
