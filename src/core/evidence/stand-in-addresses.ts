import {podNetworks} from '../topology/pod-networks.ts'

const ipv4 = /(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)/g
/** Eight groups, or some with `::` between: `12:52:35` is a time. */
const ipv6 =
  /(?<![\w:.])(?=[\da-f:]*::|(?:[\da-f]{1,4}:){7}[\da-f])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/gi
/** 4.0.2.14 could be one, too: what stands behind these words is a version. */
const versionBefore = /(?:version|v|redis|valkey|ver)[=: -]*$/i

/**
 * Addresses that stand in for others: private ones for private ones, those of pods for those of pods, of one network for those
 * of one network, and `.1` for `.1`, since rules look at all this.
 */
export class StandInAddresses {
  readonly #networks = new Map<string, number>()
  readonly #standIns = new Map<string, string>()
  readonly #shown = new Map<string, string>()
  readonly #originals = new Set<string>()
  readonly #aliasFor: (address: string, standIn: string) => string

  /** @param aliasFor what is shown for an address */
  constructor(aliasFor: (address: string, standIn: string) => string) {
    this.#aliasFor = aliasFor
  }

  /** Notes the addresses of a text, so that none of them, and none of their networks, stands in for another. */
  note(text: string): void {
    if (!/[.:]/.test(text)) return
    for (const [address, a, b, c] of text.matchAll(ipv4))
      for (const one of [address, `${a}.${b}`, `${a}.${b}.${c}`]) this.#originals.add(one)
    for (const [address] of text.matchAll(ipv6)) this.#originals.add(address.toLowerCase())
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
    if (standIn !== address) this.#shown.set(standIn, this.#aliasFor(address, standIn))
    return standIn
  }

  #ofNetworks([a = 0, b = 0, c = 0, d = 0]: readonly number[]): string {
    // Loopback, every address, broadcast, masks.
    if (a === 127 || a === 0 || a === 255) return [a, b, c, d].join('.')
    const [first, second] = this.#privateBeginning(a, b)
    const isFree = (beginning: string) => (part: number) => !this.#originals.has(`${beginning}.${part}`)
    const third = this.#numberOf(`${a}.${b}.`, String(c), {limit: 256, isFree: isFree(`${first}.${second}`)})
    const beginning = `${first}.${second}.${third}`
    const isFreeHost = (part: number) => isFree(beginning)(part + 2)
    const last =
      d <= 1 || d === 255
        ? d
        : 2 + this.#numberOf(`${a}.${b}.${c}.`, String(d), {limit: 252, isFree: isFreeHost})
    return `${beginning}.${last}`
  }

  #privateBeginning(a: number, b: number): readonly [number, number] {
    const numberIn = (network: string, part: string, from: number, first: number, limit: number) =>
      from +
      this.#numberOf(network, part, {limit, isFree: (it) => !this.#originals.has(`${first}.${from + it}`)})
    if (a === 10 && podNetworks.includes(b)) return [10, b]
    if (a === 10) return [10, numberIn('10.', String(b), 100, 10, 156)]
    if (a === 172 && b >= 16 && b < 32) return [172, b === 17 ? 17 : numberIn('172.', String(b), 18, 172, 14)]
    if (a === 192 && b === 168) return [192, 168]
    if (a === 169 && b === 254) return [169, 254]
    // 198.18.0.0/15 is for tests: nobody has it.
    return [198, numberIn('', `${a}.${b}`, 18, 198, 200)]
  }

  /** The how manieth network or host in one network this is. */
  #numberOf(
    network: string,
    part: string,
    {limit, isFree}: {readonly limit: number; readonly isFree: (number: number) => boolean},
  ): number {
    const key = `${network}#${part}`
    const found = this.#networks.get(key)
    if (found !== undefined) return found
    const count = this.#networks.get(network) ?? 0
    let number = count
    while (number < limit && !isFree(number)) number += 1
    // Where there is no other: one that is somebody's, as before.
    const chosen = number < limit ? number : count % limit
    this.#networks.set(network, chosen + 1)
    this.#networks.set(key, chosen)
    return chosen
  }

  #ofVersion6(): string {
    let number = this.#shown.size + 0x1000
    while (this.#originals.has(`fd00::${number.toString(16)}`)) number += 0x1000
    return `fd00::${number.toString(16)}`
  }
}
