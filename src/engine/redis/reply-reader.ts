/** What Redis replied instead of a result. `isReply` knows it by its name, which that of ioredis has, too. */
export class ReplyError extends Error {
  override readonly name = 'ReplyError'
}

interface OpenArray {
  readonly items: unknown[]
  readonly size: number
}

/** No reply of Redis is nested so deeply, and one without end would fill the memory. */
const maxDepth = 32

const lineEnd = '\r\n'

/**
 * Reads replies of RESP 2 from what a connection brings, however it is cut. Texts are read as UTF-8; an error is a value
 * here, also within an array.
 */
export class ReplyReader {
  readonly #chunks: Buffer[] = []
  #length = 0
  /** How many bytes must be there before it is worth another look. */
  #wanted = 0
  /** Arrays whose items are not all there yet, outermost first. */
  readonly #open: OpenArray[] = []

  /**
   * @returns the replies that are complete with this chunk, in order
   * @throws Error when it is no reply of Redis: what follows cannot be read any more
   */
  take(chunk: Buffer): readonly unknown[] {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    // Joining them every time would be slow for a large text that comes in many chunks.
    if (this.#length < this.#wanted) return []
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks)
    const replies: unknown[] = []
    let at = 0
    while (true) {
      const found = readOne(bytes, at)
      if ('wanted' in found) {
        this.#keep(bytes.subarray(at), found.wanted - at)
        return replies
      }
      at = found.end
      if ('size' in found && found.size > 0) {
        if (this.#open.length === maxDepth)
          throw new Error(
            `it does not speak the protocol of Redis: lists are nested more than ${maxDepth} deep`,
          )
        this.#open.push({items: [], size: found.size})
        continue
      }
      const whole = this.#close('size' in found ? [] : found.value)
      if (whole !== undefined) replies.push(whole.value)
    }
  }

  #keep(rest: Buffer, wanted: number): void {
    this.#chunks.length = 0
    if (rest.length > 0) this.#chunks.push(rest)
    this.#length = rest.length
    this.#wanted = wanted
  }

  /** Puts a value where it belongs. Undefined while an array around it is not complete. */
  #close(value: unknown): {readonly value: unknown} | undefined {
    let whole = value
    for (let around = this.#open.at(-1); around !== undefined; around = this.#open.at(-1)) {
      around.items.push(whole)
      if (around.items.length < around.size) return undefined
      whole = around.items
      this.#open.pop()
    }
    return {value: whole}
  }
}

type Found =
  | {readonly value: unknown; readonly end: number}
  /** An array, whose items follow. */
  | {readonly size: number; readonly end: number}
  /** Up to where the bytes must go at least. */
  | {readonly wanted: number}

function readOne(bytes: Buffer, at: number): Found {
  const lineEndsAt = bytes.indexOf(lineEnd, at, 'latin1')
  if (lineEndsAt === -1) {
    if (at < bytes.length) requireKnown(bytes[at])
    return {wanted: bytes.length + 1}
  }
  const end = lineEndsAt + lineEnd.length
  const line = bytes.toString('utf8', at + 1, lineEndsAt)
  switch (requireKnown(bytes[at])) {
    case '+':
      return {value: line, end}
    case '-':
      return {value: new ReplyError(line), end}
    case ':':
      return {value: toNumber(line), end}
    case '$':
      return readText(bytes, end, toNumber(line))
    case '*': {
      const size = toNumber(line)
      return size < 0 ? {value: null, end} : {size, end}
    }
  }
}

function readText(bytes: Buffer, at: number, length: number): Found {
  if (length < 0) return {value: null, end: at}
  const textEndsAt = at + length
  const end = textEndsAt + lineEnd.length
  return bytes.length < end ? {wanted: end} : {value: bytes.toString('utf8', at, textEndsAt), end}
}

const kinds = ['+', '-', ':', '$', '*'] as const

function requireKnown(byte = 0): (typeof kinds)[number] {
  const kind = kinds.find((one) => one.charCodeAt(0) === byte)
  if (kind === undefined)
    throw new Error(`it does not speak the protocol of Redis: a reply begins with byte ${byte}`)
  return kind
}

function toNumber(text: string): number {
  const number = Number(text)
  if (text === '' || !Number.isInteger(number))
    throw new Error(`it does not speak the protocol of Redis: "${text}" is no number`)
  return number
}
