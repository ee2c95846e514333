/** What stands in the place of a secret. */
export const masked = '…'

/** The first group is what stands in front of a secret, the second is the secret. */
const patterns: readonly RegExp[] = [
  // redis.conf and sentinel.conf, also behind CONFIG SET and SENTINEL SET.
  /((?:requirepass|masterauth|primaryauth|sentinel-pass|tls-key-file-pass)["']?\s+)(\S+)/gi,
  /(sentinel\s+auth-pass\s+\S+\s+)(\S+)/gi,
  /(sentinel\s+set\s+\S+\s+auth-pass\s+)(\S+)/gi,
  // AUTH, -a and URLs.
  /(\bAUTH\s+(?:\S+\s+)?)(?!required|needed|failed|denied|granted|epoch)(\S{3,})$/g,
  /((?:redis|valkey)-(?:cli|benchmark)\b.*\s(?:-a|--pass)\s+)(\S+)/g,
  /(rediss?:\/\/[^:@/\s]*:)([^@/\s]+)(?=@)/g,
  // Of ACL users: #hash; >password and <password below.
  /(\s#)([0-9a-f]{64})\b/g,
  // Environment of images.
  /(\b\w*(?:PASSWORD|PASS|SECRET|TOKEN)\w*["']?\s*[=:]\s*["']?)(?!\$\{)([^\s"',}]+)/g,
]

/** What every line with a secret has: most lines have none of it. */
const sign = /pass|auth|secret|token|:\/\/|#[\da-f]{8}|user|-cli|-benchmark/i

/**
 * A line without the secrets that lines of Redis, of its tools and of its images hold.
 *
 * @param standIn what takes the place of a secret
 */
export function maskSecrets(line: string, standIn: (secret: string) => string = () => masked): string {
  if (!sign.test(line)) return line
  const mask = (text: string, pattern: RegExp) =>
    text.replace(pattern, (_, before: string, secret: string) => before + standIn(secret))
  const text = patterns.reduce(mask, line)
  return /\buser\s+\S+\s+(?:on|off)\b|\bsetuser\b/i.test(text)
    ? mask(text, /((?:^|\s)[><])(\S+)(?=["']?(?:\s|$))/g)
    : text
}

/** Stand-ins by which it can still be told whether two secrets were the same: `secret-1`, `secret-2`. */
export function numberSecrets(): (secret: string) => string {
  const numbers = new Map<string, number>()
  return (secret) => {
    // An empty password is none, and a quoted one is the same as a bare one.
    const value = secret.replace(/^(["'])(.*)\1$/, '$2')
    if (value === '' || /^secret-\d+$/.test(value)) return secret
    const number = numbers.get(value) ?? numbers.size + 1
    numbers.set(value, number)
    return `secret-${number}`
  }
}
