import {isIP, SocketAddress} from 'node:net'

/**
 * An IP address as the system and servers write it: `::1` for `0:0:0:0:0:0:0:1`, and `10.0.0.1` for `::ffff:10.0.0.1`, which is the same place.
 * Addresses that people write are brought into this form where they are read, so that they can be compared as texts from then on.
 *
 * @returns undefined for what is no IP address
 */
export function canonicalAddress(word: string): string | undefined {
  const family = isIP(word)
  if (family === 0) return undefined
  if (family === 4) return word
  // The zone of a link-local address is the name of an interface, and stays as it is.
  const [address = '', ...zone] = word.split('%')
  const canonical = new SocketAddress({address, family: 'ipv6'}).address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(canonical)?.[1]
  return mapped ?? [canonical, ...zone].join('%')
}
