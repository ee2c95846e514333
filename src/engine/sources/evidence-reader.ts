import {looksLikeDocument} from '../../core/evidence/documents.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import {readText} from '../../core/evidence/read-text.ts'
import type {ByteTaker} from './byte-taker.ts'
import {type EvidenceReaderOptions, LineFeeder} from './line-feeder.ts'

/** A file that is no longer than this is read as a whole: what it is shows best so. */
const wholeBytes = 4 * 1024 * 1024
/** What has to be read as a whole may be so long. */
const maxDocumentBytes = 64 * 1024 * 1024
/** What shows what a file is. */
const beginningBytes = 8192

/** Makes evidence of the bytes of one file as they arrive. */
export class EvidenceReader implements ByteTaker {
  readonly #path: string
  readonly #options: EvidenceReaderOptions
  readonly #onEnd: (evidence: Evidence) => void
  #held: Buffer[] = []
  #heldBytes = 0
  /** How the file is read: not known yet, as a whole, or line by line. */
  #way: 'unknown' | 'whole' | LineFeeder = 'unknown'
  #isDone = false

  constructor(path: string, options: EvidenceReaderOptions, onEnd: (evidence: Evidence) => void) {
    this.#path = path
    this.#options = options
    this.#onEnd = onEnd
  }

  get isDone(): boolean {
    return this.#isDone
  }

  push(bytes: Uint8Array): void {
    if (this.#isDone) return
    if (this.#way instanceof LineFeeder) this.#feed(this.#way, bytes)
    else this.#hold(bytes)
  }

  #hold(bytes: Uint8Array): void {
    this.#held.push(Buffer.from(bytes))
    this.#heldBytes += bytes.length
    if (this.#way === 'unknown' && this.#heldBytes >= beginningBytes) this.#look()
    if (this.#heldBytes > wholeBytes && this.#way === 'unknown') this.#decide()
    else if (this.#heldBytes > maxDocumentBytes) this.#refuse(tooLong)
  }

  end(): void {
    if (this.#isDone) return
    if (this.#way === 'unknown') this.#look()
    if (this.#isDone) return
    this.#finish(
      this.#way instanceof LineFeeder ? this.#way.end() : readText(this.#path, this.#text(), this.#options),
    )
  }

  /** A file that is no text shows it at its beginning. */
  #look(): void {
    const bytes = Buffer.concat(this.#held)
    this.#held = [bytes]
    const why = binaryKindOf(bytes)
    if (why !== undefined) this.#refuse(why)
  }

  #decide(): void {
    const bytes = Buffer.concat(this.#held)
    // What PowerShell writes is UTF-16, and is converted as a whole.
    if (isUtf16(bytes) || looksLikeDocument(bytes.toString('utf8', 0, 64 * 1024))) {
      this.#way = 'whole'
      return
    }
    this.#held = []
    this.#way = new LineFeeder(this.#path, this.#options)
    this.#feed(this.#way, withoutMark(bytes))
  }

  #feed(feeder: LineFeeder, bytes: Uint8Array): void {
    feeder.push(bytes)
    if (feeder.isStopped) this.#finish(feeder.end())
  }

  #text(): string {
    const bytes = Buffer.concat(this.#held)
    this.#held = []
    if (isUtf16(bytes)) return new TextDecoder('utf-16le').decode(bytes)
    return withoutMark(bytes).toString('utf8')
  }

  #refuse(why: string): void {
    this.#finish(whollyUnread(this.#path, why))
  }

  #finish(evidence: Evidence): void {
    this.#isDone = true
    this.#held = []
    this.#onEnd(evidence)
  }
}

const tooLong = 'it has to be read as a whole, and is larger than 64 MB: export it line by line'

/** A file of which nothing was read. */
export function whollyUnread(path: string, why: string): Evidence {
  return {path, lines: 1, read: 0, unread: [{place: {path, line: 0}, text: '', why}], facts: []}
}

/** Why a file is no text; undefined when it is. */
export function binaryKindOf(bytes: Buffer): string | undefined {
  if (/^(?:REDIS|VALKEY)\d/.test(bytes.toString('latin1', 0, 9)))
    return 'it is a data set (RDB), which says nothing of how things went'
  if (isUtf16(bytes)) return undefined
  return bytes.subarray(0, beginningBytes).includes(0) ? 'it is not text' : undefined
}

/** What PowerShell writes. */
export function isUtf16(bytes: Buffer): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xfe
}

/** Without the mark that some editors put at the beginning of UTF-8. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}
