import {runCli} from '../support/cli.ts'
import {commandOf, readTyped, withJson} from './bad-input.ts'

/** Where bad inputs are typed. */
export interface Ground {
  readonly home: string
  readonly cwd: string
  /** The ports that stand for 6380 on, and 26380 on. */
  readonly port: number
}

/** Ports as `up` takes them by itself, for those of this test: tables and pages do not depend on chance. */
export function toReal(word: string, {port}: Ground): string {
  return word.replace(/\b(2?)63(8\d)\b/g, (_, sentinel, rest) =>
    String(port + Number(rest) - 80 + (sentinel === '' ? 0 : 10)),
  )
}

/** What was said in the words of the tables: no port, process or path of this run. */
export function toTold(text: string, {home, cwd, port}: Ground): string {
  return text
    .replaceAll(cwd, '/here')
    .replaceAll(home, '/state')
    .replace(/\bpid \d+/g, 'pid 4711')
    .replace(/\b\d{5}\b/g, (digits) => {
      const above = Number(digits) - port
      if (above < 0 || above >= 20) return digits
      return String(above < 10 ? 6380 + above : 26_370 + above)
    })
}

/** Types a bad input in text and with --json. */
export async function typeIn(typed: string, ground: Ground) {
  const {env, args} = readTyped(typed)
  const words = args.map((word) => toReal(word, ground))
  const {home, cwd, port} = ground
  const own = {
    REDISLAB_HOME: home,
    REDISLAB_PORT: String(port),
    REDISLAB_SENTINEL_PORT: String(port + 10),
    ...env,
  }
  const options = {cwd, env: own}
  const text = await runCli(words, options)
  const json = await runCli(withJson(words, commandOf(typed)), options)
  return {text, json}
}
