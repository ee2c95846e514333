import type {Evidence, Fact, LogFact, RoleLetter} from '../../core/evidence/facts.ts'
import type {KeepingBudget, LineGroup} from '../../core/evidence/kept-facts.ts'
import {isRoutineMessage, routineKinds} from '../../core/evidence/routine.ts'
import {parseStamp} from '../../core/evidence/stamp.ts'
import {TextReader} from '../../core/evidence/text-reader.ts'
import {knownLinesOf} from '../../core/redis/catalogue/known-lines.ts'
import {LineCutter, type LineTaker} from '../../lines/line-cutter.ts'
import {pieceBytes} from '../../lines/line-region.ts'
import {type PrefixedLine, PrefixedScan} from '../../lines/prefixed-scan.ts'
import {openLineMemory} from '../logs/open-line-memory.ts'
import {LineCopier, type PlainLogOf, staysAsItIs} from './line-copier.ts'
import {PlainShapes} from './plain-shapes.ts'
import type {Writer} from './writer.ts'

export interface EvidenceReaderOptions {
  readonly budget: KeepingBudget
  /** Gets each fact at once, and nothing is kept then. */
  readonly onFact?: ((fact: Fact) => void) | undefined
  /** With `onFact`: where lines of long logs go as they stand, without being read. */
  readonly plainLogOf?: PlainLogOf | undefined
}

/** A head of the usual kind behind a prefix: see assembly/head.ts, which reads the same. */
const usualHead = /^(.{0,120}?)\d{1,10}:[MSXC]( \d\d [A-Z][a-z]{2} \d{4} )\d\d:\d\d:\d\d\.\d{3} [.*#-] /

/**
 * Reads a long text line by line. Once so much was kept that routine lines are only counted, lines with a usual head are
 * found many at a time, whatever name stands in front of each, and only those that matter are made facts. Where each fact is
 * wanted, each line is read, but for those that somebody takes as they stand.
 */
export class LineFeeder implements LineTaker {
  readonly #reader: TextReader
  readonly #cutter = new LineCutter()
  readonly #streams: boolean
  readonly #copier: LineCopier | undefined
  readonly #plainLogOf: PlainLogOf | undefined
  #scan: PrefixedScan | undefined
  #writers: Writer[] = []
  #known = new Set<string>()
  #day = ''
  #dayAt = 0
  #heading: string | undefined
  #piece: Buffer = Buffer.alloc(0)
  #line = 0

  constructor(path: string, {budget, onFact, plainLogOf}: EvidenceReaderOptions) {
    this.#reader = new TextReader(path, {budget, onFact})
    this.#streams = onFact !== undefined
    this.#copier = plainLogOf === undefined ? undefined : new LineCopier()
    this.#plainLogOf = plainLogOf
  }

  get isStopped(): boolean {
    return this.#reader.isStopped
  }

  push(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length && !this.isStopped; from += pieceBytes) {
      const part = bytes.subarray(from, from + pieceBytes)
      this.#scan ??= this.#openScan()
      this.#piece = this.#scan?.hold(part) ?? Buffer.from(part.buffer, part.byteOffset, part.byteLength)
      this.#copier?.begin(this.#piece)
      this.#cutter.push(this.#piece, this)
    }
  }

  end(): Evidence {
    this.#cutter.flush(this)
    return this.#reader.finish()
  }

  takeMany(from: number, to: number): number {
    if (this.#scan === undefined) return from
    if (this.#copier !== undefined) return this.#copyMany(this.#scan, this.#copier, from, to)
    let routine = 0
    let important = 0
    const {reached, taken} = this.#scan.find(from, to, (line) => {
      important++
      if (!this.#take(line)) routine++
    })
    this.#reader.countLogLines(taken)
    this.#reader.kept.addRoutine(taken - important + routine)
    this.#line += taken
    return reached
  }

  #openScan(): PrefixedScan | undefined {
    if (this.#copier !== undefined) return new PrefixedScan(openLineMemory(), () => false)
    const isThin = this.#reader.kept.isThin && !this.#streams
    return isThin ? new PrefixedScan(openLineMemory(), ({kind}) => routineKinds.has(kind)) : undefined
  }

  #copyMany(scan: PrefixedScan, copier: LineCopier, from: number, to: number): number {
    let copied = 0
    const {reached, taken} = scan.find(from, to, (line) => {
      const writer = this.#writers[line.prefix] as Writer
      const {prefixBytes, plainLogs, plainMessages} = writer
      const log = line.letter === letterOfSentinel ? plainLogs.sentinel : plainLogs.server
      if (log === undefined) {
        this.#readFound(line)
        return
      }
      if (!copier.isPlain(line.from, line.to)) {
        const message = this.#piece.toString('utf8', line.messageFrom, line.to)
        if (!plainMessages.has(message)) {
          if (staysAsItIs(message, this.#readFound(line))) plainMessages.add(message)
          return
        }
      }
      log.copy(this.#dayAt + line.ms, this.#piece, line.from + prefixBytes, line.to)
      copied++
    })
    this.#reader.countLogLines(copied)
    this.#line += taken
    return reached
  }

  #readFound({from, to, number}: PrefixedLine): readonly Fact[] | undefined {
    return this.#reader.readRow(this.#piece.toString('utf8', from, to), this.#line + number + 1)
  }

  take(bytes: Buffer, from: number, to: number): void {
    this.#line++
    if (this.isStopped) return
    const found = this.#reader.readRow(bytes.toString('utf8', from, to), this.#line)
    if (this.#scan === undefined) return
    if (this.#reader.heading !== this.#heading) this.#forgetPrefixes()
    const [fact, ...others] = found ?? []
    if (fact?.kind === 'log' && others.length === 0 && fact.viewedAt === undefined)
      this.#learn(this.#scan, bytes.toString('latin1', from, Math.min(to, from + 200)), fact)
  }

  /** Lines with the same prefix, of the same day, can be found many at a time. */
  #learn(scan: PrefixedScan, row: string, {stream}: LogFact): void {
    const [, prefix, day] = usualHead.exec(row) ?? []
    if (prefix === undefined || day === undefined) return
    if (day !== this.#day) {
      scan.beginDay(day)
      this.#day = day
      this.#dayAt = parseStamp(`${day.trim()} 00:00:00.000`)?.at ?? 0
    }
    if (this.#known.has(prefix)) return
    const number = scan.addPrefix(prefix)
    if (number === undefined) return
    this.#known.add(prefix)
    this.#writers[number] = {
      stream,
      prefixBytes: prefix.length,
      plainLogs: this.#plainLogsOf(prefix, stream),
      groups: new Map(),
      plainMessages: new PlainShapes(),
    }
  }

  #plainLogsOf(prefix: string, stream: string): Writer['plainLogs'] {
    const logOf = LineCopier.suits(prefix) ? this.#plainLogOf : undefined
    return {
      server: logOf?.({kind: 'log', stream, letter: null}),
      sentinel: logOf?.({kind: 'log', stream, letter: 'X'}),
    }
  }

  #forgetPrefixes(): void {
    this.#heading = this.#reader.heading
    this.#scan?.forgetPrefixes()
    this.#known.clear()
    this.#writers = []
  }

  /** @returns whether it was more than routine */
  #take({from, messageFrom, to, number, known, prefix, letter}: PrefixedLine): boolean {
    const writer = this.#writers[prefix] as Writer
    const {kept} = this.#reader
    let group: LineGroup | undefined
    const role = String.fromCharCode(letter) as RoleLetter
    if (known === undefined) {
      const message = this.#piece.toString('latin1', messageFrom, Math.min(to, messageFrom + 80))
      if (isRoutineMessage(message)) return false
      group = kept.groupOf(writer.stream, role, undefined, message)
    } else {
      const key = known * 2 + (role === 'X' ? 1 : 0)
      group = writer.groups.get(key)
      if (group === undefined) {
        const kind = knownLinesOf(role === 'X' ? 'sentinel' : 'redis')[known]?.entry.kind
        group = kept.groupOf(writer.stream, role, kind, '')
        writer.groups.set(key, group)
      }
    }
    const line = this.#line + number + 1
    const row = this.#piece.toString('utf8', from, to)
    const pending = {row, line, heading: this.#heading}
    if (group.takeFirst()) for (const fact of this.#reader.readAgain(pending)) kept.addFirst(fact)
    else group.takeLatest(pending)
    return true
  }
}

/** X, as bytes have it. */
const letterOfSentinel = 88
