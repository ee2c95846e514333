import type {Tally} from './finding.ts'

/** The exit codes that a command may end with. 70 is none of them: it is a bug. */
const promisedCodes = [0, 1, 2, 3, 4, 5]

/** In one line, to its end; or to that of what a server said, such as `INPROG Failover already in progress`. */
const sentence = /^\S.*([.!?]|: [A-Z]{2,} .*)$/

export interface Told {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  /** What it was, for a sentence about it. */
  readonly command: string
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is looked at field by field, and checked.
  readonly json: any
}

/** How a command ends and what it says then is part of its contract. */
export function checkTold(told: Told, tally: Tally): void {
  const what = `"redislab ${told.command}"`
  tally.check(promisedCodes.includes(told.exitCode ?? -1), `${what} ended with ${told.exitCode}`, told)
  if (told.exitCode === 0 || told.exitCode === 1) return
  const said = told.json?.error?.message ?? firstSentence(told.stderr)
  const isSentence = typeof said === 'string' && sentence.test(said) && said.length < 1000
  tally.check(isSentence, `${what} failed and does not say why in a sentence`, told)
  const isForeign = /undefined|\[object|NaN|\n\s+at |\bE[A-Z]{3,}: |Unexpected token|ERR_/.test(said)
  tally.check(!isForeign, `${what} failed and says why in words that are not for people`, said)
  if (told.json !== undefined) {
    tally.check(told.json.error?.exitCode === told.exitCode, `${what} tells another exit code`, told)
  }
}

function firstSentence(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim())
  const start = lines.findIndex((line) => line.startsWith('✖'))
  if (start === -1) return ''
  // Long ones are wrapped.
  const rest = lines.slice(start)
  const end = rest.findIndex((line, index) => index > 0 && (line === '' || line.startsWith('→')))
  return rest
    .slice(0, end === -1 ? undefined : end)
    .join(' ')
    .replace(/^✖\s*/, '')
    .trim()
}

/** @returns undefined for what is no JSON object */
export function parseJson(stdout: string): unknown {
  if (!stdout.startsWith('{')) return undefined
  try {
    return JSON.parse(stdout)
  } catch {
    return undefined // A stream of lines, or cut off by a kill.
  }
}
