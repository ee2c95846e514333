/** Whether a host is an IPv4 address of the internet, not of a network of one's own (RFC 1918, 6598, 3927, 1122). */
export function isPublicAddress(host: string): boolean {
  const match = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(host)
  if (match === null) return false
  const [first, second] = [Number(match[1]), Number(match[2])]
  const isOwn =
    first === 0 ||
    first === 10 ||
    first === 127 ||
    (first === 172 && second >= 16 && second <= 31) ||
    (first === 192 && second === 168) ||
    (first === 169 && second === 254) ||
    (first === 100 && second >= 64 && second <= 127)
  return !isOwn
}
