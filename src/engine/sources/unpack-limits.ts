export interface UnpackLimits {
  /** What an archive may hold, in bytes. @default 16 GB */
  readonly maxBytes?: number
  /** What more than `minSuspectBytes` may hold for each byte of the archive. @default 250, more than logs shrink by */
  readonly maxRatio?: number
  readonly minSuspectBytes?: number
}

const maxEntries = 2000

/** A limit of the whole source, whichever part of it went beyond. */
export class LimitError extends Error {}

/** What was taken in and what came out, of one source with all that is in it. */
export class Measure {
  packed = 0
  unpacked = 0
  entries = 0
  readonly #limits: Required<UnpackLimits>

  constructor({maxBytes = 16 * 1024 ** 3, maxRatio = 250, minSuspectBytes = 256 * 1024 ** 2}: UnpackLimits) {
    this.#limits = {maxBytes, maxRatio, minSuspectBytes}
  }

  note(bytes: number): void {
    this.unpacked += bytes
    const {maxBytes, maxRatio, minSuspectBytes} = this.#limits
    if (this.unpacked > maxBytes) throw new LimitError(`it holds more than ${inUnits(maxBytes)}`)
    if (this.unpacked > minSuspectBytes && this.unpacked > maxRatio * this.packed)
      throw new LimitError('it holds far more than logs of its size do')
  }

  noteEntry(): void {
    if (++this.entries > maxEntries) throw new LimitError(`it holds more than ${maxEntries} files`)
  }
}

function inUnits(bytes: number): string {
  const [size, unit] = bytes >= 1024 ** 3 ? [1024 ** 3, 'GB'] : [1024, 'kB']
  return `${Math.round(bytes / size)} ${unit}`
}
