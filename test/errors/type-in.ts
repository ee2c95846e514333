import {packageRoot} from '../../src/engine/files/package-root.ts'
import {runCli} from '../support/cli.ts'
import {commandOf, readTyped, withJson} from './bad-input.ts'

/** Where bad inputs are typed. */
export interface Ground {
  readonly home: string
  readonly cwd: string
  /** The port that stands for 6380. */
  readonly port: number
  /** The one that stands for 26380. */
  readonly sentinelPort: number
}

/** Ports as `up` takes them by itself, for those of this test: tables and pages do not depend on chance. */
export function toReal(word: string, {port, sentinelPort}: Ground): string {
  return word.replace(/\b(2?)638(\d)\b/g, (_, sentinel, above) =>
    String((sentinel === '' ? port : sentinelPort) + Number(above)),
  )
}

/** What was said in the words of the tables: no port, process or path of this run. */
export function toTold(text: string, {home, cwd, port, sentinelPort}: Ground): string {
  return text
    .replaceAll(cwd, '/here')
    .replaceAll(home, '/state')
    .replaceAll(packageRoot, '/redislab')
    .replace(/There (?:is|are) (?:redis|valkey) \d.*\.$/m, 'There is redis 7.0.15 (/usr/bin/redis-server).')
    .replace(/\/\S*\/(?:redis|valkey)-server\b/g, (file) =>
      file.startsWith('/here') ? file : '/usr/bin/redis-server',
    )
    .replace(/\b(?:Redis|Valkey) \d[\w.]* has no /g, 'Redis 7.0.15 has no ')
    .replace(/\bpid \d+/g, 'pid 4711')
    .replace(/\bline \d+ of its conf/g, 'line 49 of its conf')
    .replace(/\b\d{5}\b/g, (digits) => {
      const number = Number(digits)
      if (number >= sentinelPort && number < sentinelPort + 3) return String(26_380 + number - sentinelPort)
      return number >= port && number < port + 10 ? String(6380 + number - port) : digits
    })
}

/** Types a bad input in text and with --json. */
export async function typeIn(typed: string, ground: Ground) {
  const {env, args} = readTyped(typed)
  const words = args.map((word) => toReal(word, ground))
  const {home, cwd, port, sentinelPort} = ground
  const own = {
    REDISLAB_HOME: home,
    REDISLAB_PORT: String(port),
    REDISLAB_SENTINEL_PORT: String(sentinelPort),
    ...env,
  }
  const options = {cwd, env: own}
  const text = await runCli(words, options)
  // exec leaves stdout to the command that it runs.
  const command = commandOf(typed)
  const json = command === 'exec' ? undefined : await runCli(withJson(words, command), options)
  return {text, json}
}
