import type {ByteTaker, Unpacked} from './byte-taker.ts'

const blockBytes = 512
/** The names and attributes of one file take no more. */
const maxHeaderBytes = 64 * 1024
/** What only says more of the file that follows: long names (GNU) and extended headers (POSIX). */
const aboutNext = 'LKxg'
const nothing: ByteTaker = {isDone: true, push: () => undefined, end: () => undefined}

/** Cuts the bytes of a .tar into its files as they arrive. */
export class TarCutter implements ByteTaker {
  readonly #to: Unpacked
  /** What stands before the next file about it, as far as it was read, and of what kind it is. */
  #about = Buffer.alloc(0)
  #aboutType = ''
  /** The name of the next file, where that is too long for its header. */
  #longName: string | undefined
  #block: Buffer = Buffer.alloc(0)
  /** So many bytes of content are to come, and so many that fill the last block. */
  #content = 0
  #padding = 0
  #taker: ByteTaker = nothing
  readonly isDone = false

  constructor(to: Unpacked) {
    this.#to = to
  }

  push(bytes: Uint8Array): void {
    let rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    while (rest.length > 0) {
      if (this.#content > 0) rest = this.#takeContent(rest)
      else if (this.#padding > 0) rest = this.#takePadding(rest)
      else rest = this.#takeHeader(rest)
    }
  }

  end(): void {
    if (this.#content === 0) return
    this.#taker.end()
    throw new Error('it is cut off')
  }

  #takeContent(bytes: Buffer): Buffer {
    const part = bytes.subarray(0, this.#content)
    this.#content -= part.length
    if (this.#aboutType === '') this.#taker.push(part)
    else this.#about = Buffer.concat([this.#about, part])
    if (this.#content === 0) this.#endContent()
    return bytes.subarray(part.length)
  }

  #takePadding(bytes: Buffer): Buffer {
    const part = bytes.subarray(0, this.#padding)
    this.#padding -= part.length
    return bytes.subarray(part.length)
  }

  #takeHeader(bytes: Buffer): Buffer {
    const missing = blockBytes - this.#block.length
    this.#block = Buffer.concat([this.#block, bytes.subarray(0, missing)])
    if (this.#block.length === blockBytes) {
      const block = this.#block
      this.#block = Buffer.alloc(0)
      // The end is marked by empty blocks.
      if (block.some((byte) => byte !== 0)) this.#begin(block)
    }
    return bytes.subarray(missing)
  }

  #begin(block: Buffer): void {
    const type = block.toString('latin1', 156, 157)
    const size = sizeIn(block)
    this.#aboutType = aboutNext.includes(type) ? type : ''
    if (block.toString('latin1', 257, 262) !== 'ustar' || (this.#aboutType !== '' && size > maxHeaderBytes))
      throw new Error('a header in it is damaged')
    this.#content = size
    this.#padding = (blockBytes - (size % blockBytes)) % blockBytes
    if (this.#aboutType !== '') return
    const name = this.#longName ?? nameIn(block)
    this.#longName = undefined
    this.#taker = this.#open(name, type, size)
  }

  #open(name: string, type: string, size: number): ByteTaker {
    if (type === '1' || type === '2')
      this.#to.refuse(name, 'it is a link, and links in archives are not followed')
    return (type === '0' || type === '\0' || type === '7') && size > 0 ? this.#to.open(name) : nothing
  }

  #endContent(): void {
    if (this.#aboutType === '') this.#taker.end()
    if (this.#aboutType === 'L') this.#longName = textIn(this.#about)
    if (this.#aboutType === 'x') this.#longName = pathIn(this.#about) ?? this.#longName
    this.#about = Buffer.alloc(0)
    this.#aboutType = ''
  }
}

function textIn(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end)
}

/** POSIX splits a name of more than 100 bytes into two fields; GNU uses the second for other things. */
function nameIn(block: Buffer): string {
  const name = textIn(block.subarray(0, 100))
  const folder = block[262] === 0 && block[263] === 0x30 ? textIn(block.subarray(345, 500)) : ''
  return folder === '' ? name : `${folder}/${name}`
}

/** The path in an extended header, whose records are `30 path=n1/redis.log` with their own length in front. */
function pathIn(records: Buffer): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(records.toString('utf8'))?.[1]
}

/** In octal digits; of sizes that these cannot hold, as bytes behind a set bit (GNU). */
function sizeIn(block: Buffer): number {
  if (((block[124] ?? 0) & 0x80) !== 0) {
    const size = Number(block.readBigUInt64BE(128))
    if (Number.isSafeInteger(size)) return size
  } else {
    const digits = block
      .toString('latin1', 124, 136)
      .replace(/[\0 ]+$/, '')
      .trim()
    if (/^[0-7]*$/.test(digits)) return Number.parseInt(digits || '0', 8)
  }
  throw new Error('a header in it is damaged')
}
