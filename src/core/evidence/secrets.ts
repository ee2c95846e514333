/** What stands in the place of a secret. */
export const masked = '…'

/** A word as confs and shells have it: with blanks where it is quoted. */
const quoted = String.raw`"(?:[^"\\]|\\.)*"(?![^\s,)\]}"'])|'(?:[^'\\]|\\.)*'(?![^\s,)\]}"'])`
const word = String.raw`(?:${quoted}|\S+)`
/** A word without quotes around it: a comma, a brace or a quote ends it where nothing of it can follow. */
const bare = String.raw`(?:[^\s"',}]|["',}](?![\s,)\]}"']|$))+`
/** The value of a key: not one that stands somewhere else, and none that says whether there is one. */
const value = String.raw`(?!["']?(?:\$[{(]|\{\{|#(?:\s|$)|(?:true|false|yes|no|null)?["']?\s*$))((?:${quoted}|${bare}))`

/** Directives whose one word is a secret. */
const settings = '(?:requirepass|masterauth|primaryauth|sentinel-pass|tls-(?:client-)?key-file-pass)'
/** People write settings down as `name = value`, too. */
const sign = String.raw`["']?\s*[=:]\s*`
/** What stands between a name and a value in a conf and in a list of words; the sign is none of the value. */
const gap = String.raw`(?:["']\s*,\s*|["']?\s+(?![=:]\s+\S))`

/** What the names of variables that hold secrets have. */
const inName = '(?:PASS|SECRET|TOKEN)'

/** What takes a password behind -a. */
const client = String.raw`(?:redis|valkey)-(?:cli|benchmark)\b`

/** The first group is what stands in front of a secret, the second is the secret. */
const patterns: readonly RegExp[] = [
  // redis.conf and sentinel.conf, also behind CONFIG SET and SENTINEL SET, and as items of a list.
  new RegExp(`(${settings}${sign})${value}`, 'gi'),
  new RegExp(`(${settings}${gap})(${word})`, 'gi'),
  new RegExp(String.raw`(sentinel\s+auth-pass\s+(?:[=:]\s*)?\S+\s+(?:[=:]\s*)?)(${word})`, 'gi'),
  new RegExp(String.raw`(sentinel\s+auth-pass\s+[^\s=:]+[=:])(${word})`, 'gi'),
  new RegExp(String.raw`(sentinel\s+set\s+\S+\s+auth-pass\s+(?:[=:]\s*)?)(${word})`, 'gi'),
  new RegExp(`(auth-pass${sign})${value}`, 'gi'),
  // AUTH, -a and URLs.
  new RegExp(
    String.raw`(\bAUTH\s+(?:\S+\s+)?)(?!required|needed|failed|denied|granted|epoch)((?:${quoted}|\S{3,}))$`,
    'g',
  ),
  new RegExp(String.raw`(${client}(?:(?!${client}).)*\s(?:-a|--pass)\s+)(${word})`, 'g'),
  /(\w:\/\/[^:@/\s"']*:)((?:(?!\w:\/\/)[^\s"'])+)(?=@)/g,
  // Of ACL users: #hash; >password and <password below.
  /([\s"']#)([0-9a-f]{64})\b/g,
  // Environment of images.
  new RegExp(String.raw`(${inName}(?:(?!${inName})\w)*["']?\s*[=:]\s*)${value}`, 'g'),
  // Keys of YAML, JSON and properties.
  new RegExp(
    String.raw`(^[\s{-]*["']?[\w.-]*(?:[Pp]assword|requirepass|masterauth|primaryauth)["']?\s*[=:]\s*)${value}`,
    'g',
  ),
]

const aclUser = /^\s*user\s|\buser\s+\S+\s+(?:on\b|off\b|reset|["']?[><#])|\bsetuser\b/i
const aclPatterns: readonly RegExp[] = [
  /((?:^|\s)"[><])((?:[^"\\]|\\.)+)(?=")/g,
  /((?:^|\s)'[><])((?:[^'\\]|\\.)+)(?=')/g,
  new RegExp(String.raw`((?:^|\s)[><])(${word})`, 'g'),
]

/** What every line with a secret has: most lines have none of it. */
export const secretSign = /pass|auth|secret|token|:\/\/|#[\da-f]{8}|user|-cli|-benchmark/i

/**
 * A line without the secrets that lines of Redis, of its tools and of its images hold. Quotes around one stay.
 *
 * @param standIn what takes the place of a secret
 */
export function maskSecrets(line: string, standIn: (secret: string) => string = () => masked): string {
  if (!secretSign.test(line)) return line
  const mask = (text: string, pattern: RegExp) =>
    text.replace(pattern, (_, before: string, secret: string) => {
      const [, quote = '', bare = secret] = /^(["'])([\s\S]*)\1$/.exec(secret) ?? []
      return `${before}${quote}${standIn(bare)}${quote}`
    })
  const text = patterns.reduce(mask, line)
  return aclUser.test(text) ? aclPatterns.reduce(mask, text) : text
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
