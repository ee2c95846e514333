const ipv4 = /(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)/g
/** Eight groups, or some with `::` between: `12:52:35` is a time. */
const ipv6 =
  /(?<![\w:.])(?=[\da-f:]*::|(?:[\da-f]{1,4}:){7}[\da-f])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/gi
/** 4.0.2.14 could be one, too: what stands behind these words is a version. */
const versionBefore = /(?:version|v|redis|valkey|ver)[=: -]*$/i

/**
 * Addresses that stand in for others: private ones for private ones, of one network for those of one network, and `.1` for
 * `.1`, since rules look at all this.
 */
export class StandInAddresses {
  readonly #networks = new Map<string, number>()
  readonly #standIns = new Map<string, string>()
  readonly #shown = new Map<string, string>()
  readonly #aliasFor: (address: string) => string

  /** @param aliasFor what is shown for an address */
  constructor(aliasFor: (address: string) => string) {
    this.#aliasFor = aliasFor
  }

  hide(text: string): string {
    if (!/[.:]/.test(text)) return text
    return text
      .replace(ipv4, (address, a, b, c, d, at: number) =>
        [a, b, c, d].some((part) => Number(part) > 255) || versionBefore.test(text.slice(0, at))
          ? address
          : this.#standInFor(address, () => this.#ofNetworks([a, b, c, d].map(Number))),
      )
      .replace(ipv6, (address) =>
        /^(?:::1?|fe80::1)$/.test(address) ? address : this.#standInFor(address, () => this.#ofVersion6()),
      )
  }

  /** A text with what is shown for each stand-in. */
  show(text: string): string {
    if (this.#shown.size === 0) return text
    const look = (address: string) => this.#shown.get(address) ?? address
    return text.replace(ipv4, look).replace(ipv6, look)
  }

  #standInFor(address: string, make: () => string): string {
    const found = this.#standIns.get(address)
    if (found !== undefined) return found
    // It stands in for another one already: the text was hidden before.
    if (this.#shown.has(address)) return address
    const standIn = make()
    this.#standIns.set(address, standIn)
    if (standIn !== address) this.#shown.set(standIn, this.#aliasFor(address))
    return standIn
  }

  #ofNetworks([a = 0, b = 0, c = 0, d = 0]: readonly number[]): string {
    // Loopback, every address, broadcast, masks.
    if (a === 127 || a === 0 || a === 255) return [a, b, c, d].join('.')
    const [first, second] = this.#privateBeginning(a, b)
    const third = this.#numberOf(`${a}.${b}.`, String(c), 256)
    const last = d <= 1 || d === 255 ? d : 2 + this.#numberOf(`${a}.${b}.${c}.`, String(d), 252)
    return [first, second, third, last].join('.')
  }

  #privateBeginning(a: number, b: number): readonly [number, number] {
    if (a === 10) return [10, 100 + this.#numberOf('10.', String(b), 156)]
    if (a === 172 && b >= 16 && b < 32)
      return [172, b === 17 ? 17 : 18 + this.#numberOf('172.', String(b), 14)]
    if (a === 192 && b === 168) return [192, 168]
    if (a === 169 && b === 254) return [169, 254]
    // 198.18.0.0/15 is for tests: nobody has it.
    return [198, 18 + this.#numberOf('', `${a}.${b}`, 200)]
  }

  /** The how manieth network or host in one network this is. */
  #numberOf(network: string, part: string, limit: number): number {
    const key = `${network}#${part}`
    const found = this.#networks.get(key)
    if (found !== undefined) return found
    const count = this.#networks.get(network) ?? 0
    this.#networks.set(network, count + 1)
    this.#networks.set(key, count % limit)
    return count % limit
  }

  #ofVersion6(): string {
    return `fd00::${(this.#shown.size + 0x1000).toString(16)}`
  }
}
