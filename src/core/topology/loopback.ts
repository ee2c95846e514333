/**
 * How many blocks of loopback addresses there are for deployments with links. A block is `127.B.C.*`; those from
 * 127.64 to 127.191 are handed out, far from the 127.0.* and 127.1.* that other programs like to use.
 */
export const loopbackBlocks = 128 * 256

/**
 * The loopback address of an instance: the first of a block is 127.B.C.2, so that .0, .1 and .255 stay unused.
 *
 * @param block from 0 to {@link loopbackBlocks} - 1
 * @param index of the instance, from 0 on
 */
export function loopbackAddress(block: number, index: number): string {
  return `127.${64 + Math.floor(block / 256)}.${block % 256}.${index + 2}`
}

/** Whether only this machine reaches an address. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1'
}

/** Whether a word is an IP address and no name: four numbers, or two colons at least. */
export function isIp(word: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(word) || /^[\da-f.]*:[\da-f.]*:[\da-f:.%\w]*$/i.test(word)
}
