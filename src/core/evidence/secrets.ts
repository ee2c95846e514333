/** What stands in the place of a secret. */
export const masked = '…'

const rules: readonly (readonly [RegExp, string])[] = [
  // redis.conf and sentinel.conf, also behind CONFIG SET and SENTINEL SET.
  [/((?:requirepass|masterauth|primaryauth|sentinel-pass|tls-key-file-pass)["']?\s+)\S+/gi, `$1${masked}`],
  [/(sentinel\s+auth-pass\s+\S+\s+)\S+/gi, `$1${masked}`],
  [/(sentinel\s+set\s+\S+\s+auth-pass\s+)\S+/gi, `$1${masked}`],
  // AUTH, -a and URLs.
  [/(\bAUTH\s+(?:\S+\s+)?)(?!required|needed|failed|denied|granted|epoch)\S{3,}$/g, `$1${masked}`],
  [/((?:redis|valkey)-(?:cli|benchmark)\b.*\s(?:-a|--pass)\s+)\S+/g, `$1${masked}`],
  [/(rediss?:\/\/[^:@/\s]*:)[^@/\s]+@/g, `$1${masked}@`],
  // Of ACL users: #hash; >password and <password below.
  [/(\s)#[0-9a-f]{64}\b/g, `$1#${masked}`],
  // Environment of images.
  [/(\b\w*(?:PASSWORD|PASS|SECRET|TOKEN)\w*["']?\s*[=:]\s*["']?)(?!\$\{)[^\s"',}]+/g, `$1${masked}`],
]

/** What every line with a secret has: most lines have none of it. */
const sign = /pass|auth|secret|token|:\/\/|#[\da-f]{8}|user|-cli|-benchmark/i

/** A line without the secrets that lines of Redis, of its tools and of its images hold. */
export function maskSecrets(line: string): string {
  if (!sign.test(line)) return line
  const text = rules.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), line)
  return /\buser\s+\S+\s+(?:on|off)\b|\bsetuser\b/i.test(text)
    ? text.replace(/(^|\s)([><])\S+(?=["']?(?:\s|$))/g, `$1$2${masked}`)
    : text
}
