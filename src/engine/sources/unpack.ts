import {Gunzip, Unzip, type UnzipFile, UnzipInflate} from 'fflate'
import {messageOf} from '../../core/errors/message-of.ts'
import type {ByteTaker, Unpacked} from './byte-taker.ts'
import {TarCutter} from './tar-cutter.ts'
import {LimitError, Measure, type UnpackLimits} from './unpack-limits.ts'

/** An archive in an archive in an archive is still what somebody collects; more is not. */
const maxDepth = 3
/** By then every kind of archive has shown what it is. */
const magicBytes = 262

/**
 * Takes a file apart as its bytes arrive, as far as it is packed: .gz, .tar, .tgz and .zip, told by their content. Nothing is
 * written: the names in an archive are labels, wherever they point. Memory does not depend on what it holds.
 */
export class Unpacker implements ByteTaker {
  readonly #path: string
  readonly #to: Unpacked
  readonly #measure: Measure
  readonly #depth: number
  #first: Buffer | undefined = Buffer.alloc(0)
  #taker: ByteTaker | undefined
  #isDone = false

  constructor(
    path: string,
    to: Unpacked,
    limits: UnpackLimits = {},
    inside?: {measure: Measure; depth: number},
  ) {
    this.#path = path
    this.#to = to
    this.#measure = inside?.measure ?? new Measure(limits)
    this.#depth = inside?.depth ?? 0
  }

  get isDone(): boolean {
    return this.#isDone || this.#taker?.isDone === true
  }

  push(bytes: Uint8Array): void {
    if (this.isDone) return
    if (this.#depth === 0) this.#measure.packed += bytes.length
    this.#try(() => {
      if (this.#first === undefined) return this.#taker?.push(bytes)
      this.#first = Buffer.concat([this.#first, bytes])
      if (this.#first.length >= magicBytes) this.#begin()
    })
  }

  end(): void {
    if (this.isDone && this.#taker === undefined) return
    this.#try(() => {
      if (this.#first !== undefined) this.#begin()
      this.#taker?.end()
    })
    this.#isDone = true
  }

  #begin(): void {
    const first = this.#first ?? Buffer.alloc(0)
    this.#first = undefined
    const kind = kindOf(first)
    if (kind !== undefined && this.#depth === maxDepth) throw new Error(tooDeep)
    this.#taker = kind === undefined ? this.#to.open(this.#path) : this.#takeApart(kind)
    this.#taker.push(first)
  }

  #takeApart(kind: 'gzip' | 'zip' | 'tar'): ByteTaker {
    if (kind === 'gzip') return new GzipTaker(this.#inside(this.#path), this.#measure)
    const open = (name: string) => {
      this.#measure.noteEntry()
      return this.#inside(`${this.#path}!${name}`)
    }
    const refuse = (name: string, why: string) => this.#to.refuse(`${this.#path}!${name}`, why)
    return kind === 'zip' ? new ZipTaker({open, refuse}, this.#measure) : new TarCutter({open, refuse})
  }

  #inside(path: string): Unpacker {
    return new Unpacker(path, this.#to, {}, {measure: this.#measure, depth: this.#depth + 1})
  }

  /** What cannot be taken apart is refused. What was read of it until then counts. */
  #try(action: () => void): void {
    try {
      action()
    } catch (error) {
      if (this.#depth > 0 && error instanceof LimitError) throw error
      this.#isDone = true
      const why = messageOf(error)
      this.#to.refuse(this.#path, why === tooDeep ? why : `it cannot be unpacked: ${why}`)
    }
  }
}

const tooDeep = 'it is packed more than three times'

function kindOf(bytes: Buffer): 'gzip' | 'zip' | 'tar' | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip'
  if (bytes.toString('latin1', 0, 4) === 'PK\x03\x04') return 'zip'
  // The magic of POSIX and GNU tar stands behind the first header's names.
  return bytes.toString('latin1', 257, 262) === 'ustar' ? 'tar' : undefined
}

/** Compressed bytes are given away so many at a time: what one such piece becomes is at most a thousand times as much. */
const stepBytes = 16 * 1024

function* inSteps(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += stepBytes) yield bytes.subarray(from, from + stepBytes)
}

class GzipTaker implements ByteTaker {
  readonly #inner: ByteTaker
  readonly #gunzip: Gunzip
  /** How much the member that is read has become, and the bytes that say at its end how much that was to be. */
  #memberBytes = 0
  #tail: Buffer = Buffer.alloc(0)
  #hasEnded = false

  constructor(inner: ByteTaker, measure: Measure) {
    this.#inner = inner
    this.#gunzip = new Gunzip((bytes) => {
      this.#memberBytes += bytes.length
      measure.note(bytes.length)
      inner.push(bytes)
    })
    this.#gunzip.onmember = () => {
      this.#memberBytes = 0
    }
  }

  get isDone(): boolean {
    return this.#inner.isDone
  }

  push(bytes: Uint8Array): void {
    for (const step of inSteps(bytes)) {
      if (this.isDone) return
      this.#tail = Buffer.concat([this.#tail, step.subarray(-4)]).subarray(-4)
      // It keeps what it is given. A Buffer's slice is no copy.
      this.#gunzip.push(new Uint8Array(step), false)
    }
  }

  end(): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    try {
      if (this.isDone) return
      this.#gunzip.push(new Uint8Array(0), true)
      if (this.#tail.length < 4 || this.#tail.readUInt32LE() !== this.#memberBytes % 2 ** 32)
        throw new Error('it is cut off or damaged')
    } finally {
      this.#inner.end()
    }
  }
}

class ZipTaker implements ByteTaker {
  readonly #unzip = new Unzip()
  readonly #measure: Measure
  readonly #to: Unpacked
  readonly isDone = false

  constructor(to: Unpacked, measure: Measure) {
    this.#to = to
    this.#measure = measure
    this.#unzip.register(UnzipInflate)
    this.#unzip.onfile = (file) => this.#take(file)
  }

  push(bytes: Uint8Array): void {
    for (const step of inSteps(bytes)) this.#unzip.push(new Uint8Array(step), false)
  }

  end(): void {
    this.#unzip.push(new Uint8Array(0), true)
  }

  #take(file: UnzipFile): void {
    if (file.name.endsWith('/')) return
    if (file.compression !== 0 && file.compression !== 8) {
      this.#to.refuse(file.name, 'it is packed in a way that is not known here')
      return
    }
    let inner: ByteTaker | undefined
    file.ondata = (error, bytes, isLast) => {
      if (error !== null) throw error
      this.#measure.note(bytes.length)
      // An empty file says nothing.
      if (bytes.length > 0) inner ??= this.#to.open(file.name)
      inner?.push(bytes)
      if (isLast) inner?.end()
    }
    file.start()
  }
}
