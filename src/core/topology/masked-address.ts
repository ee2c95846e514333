/**
 * Whether an address was made unreadable before it was shown: `xxx.xxx.xxx.xxx`, `10.0.*.*`, `<host>`, `REDACTED`. Two of these
 * may be two addresses.
 */
export function isMaskedAddress(address: string): boolean {
  return /(?:^|\.)(?:[xX]+|\*+|#+|_+)(?=\.|:|$)|[<>*]|REDACTED|(?:^|\b)IP_?(?:OF|ADDR)/.test(address)
}
