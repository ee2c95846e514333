import {appendFileSync, existsSync, readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {parseLogLine} from '../../src/lines/log-line.ts'
import {recogniseEvent} from './recognise.ts'

/** How many log lines at notice level and above were looked at, and which of them the catalogue does not know. */
export interface RecognisedShare {
  readonly lines: number
  readonly unknown: readonly string[]
}

/** The least share that the catalogue is to know. */
export const leastShare = 0.995

/** Counts the lines of one log. `instance` is its name: sentinels are named `s1 s2 …`. */
export function countRecognised(text: string, instance: string): RecognisedShare {
  const writer = instance.startsWith('s') ? 'sentinel' : 'redis'
  let lines = 0
  const unknown: string[] = []
  for (const row of text.split('\n')) {
    const line = parseLogLine(row)
    if (line === undefined || (line.level !== 'notice' && line.level !== 'warning')) continue
    lines += 1
    if (recogniseEvent(line.message, writer) === undefined) unknown.push(line.message)
  }
  return {lines, unknown}
}

export function addShares(shares: readonly RecognisedShare[]): RecognisedShare {
  return {
    lines: shares.reduce((sum, {lines}) => sum + lines, 0),
    unknown: shares.flatMap(({unknown}) => unknown),
  }
}

/** In one sentence, with the lines that are not known. */
export function describeShare({lines, unknown}: RecognisedShare): string {
  const share = lines === 0 ? 100 : (100 * (lines - unknown.length)) / lines
  const list = [...new Set(unknown)].slice(0, 20).map((line) => `\n  unknown: ${line.slice(0, 150)}`)
  return `Recognised: ${lines - unknown.length} of ${lines} log lines at notice level and above (${share.toFixed(2)} %)${list.join('')}`
}

/** Counts all logs of a state folder. */
export function countHome(home: string): RecognisedShare {
  const logs = readdirSync(home, {recursive: true, encoding: 'utf8'}).filter((name) =>
    /[/\\][ns]\d+[/\\][^/\\]+\.log$/.test(name),
  )
  return addShares(
    logs.map((name) =>
      countRecognised(readFileSync(path.join(home, name), 'utf8'), path.basename(path.dirname(name))),
    ),
  )
}

const fileVariable = 'REDISLAB_TEST_SHARE_FILE'

/** Adds the logs of a test to what the whole run has seen; `global-setup.ts` tells the sum at the end. */
export function recordShare(home: string): void {
  const file = process.env[fileVariable]
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(countHome(home))}\n`)
}

export function collectSharesIn(file: string): void {
  process.env[fileVariable] = file
}

export function readShares(file: string): RecognisedShare {
  if (!existsSync(file)) return {lines: 0, unknown: []}
  const rows = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean)
  return addShares(rows.map((row) => JSON.parse(row)))
}
