import type {ErrorCode} from '../../src/core/errors/errors.ts'
import type {StageName} from './stages.ts'

/** Something that cannot be, and what redislab says to it. */
export interface BadInput {
  /** What stands behind `redislab`, quoted as for a shell; variables before it. Ports are those of `up` by itself. */
  readonly typed: string
  /** What there is when it is typed. @default 'nothing' */
  readonly stage?: StageName
  readonly code: ErrorCode
  readonly message: string
  readonly suggestions: readonly string[]
}

/** A command line as a shell takes it apart: words, quotes of both kinds and $'…', and variables before the first word. */
export function readTyped(typed: string) {
  const words = [...typed.matchAll(/(?:\$'(?:\\.|[^'])*'|'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replace(/\$'((?:\\.|[^'])*)'|'([^']*)'|"([^"]*)"/g, (_, escaped, single, double) =>
      escaped === undefined ? (single ?? double) : JSON.parse(`"${escaped}"`),
    ),
  )
  const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  return {env: Object.fromEntries(words.slice(0, first).map(parseVariable)), args: words.slice(first)}
}

function parseVariable(word: string): [string, string] {
  const at = word.indexOf('=')
  return [word.slice(0, at), word.slice(at + 1)]
}

/** The command that is meant: its words before the first argument. */
export function commandOf(typed: string): string {
  const [first = '', second] = readTyped(typed).args
  return first === 'lab' && second !== undefined && !second.startsWith('-') ? `${first} ${second}` : first
}

/** The same with --json. */
export function withJson(args: readonly string[], command: string): readonly string[] {
  const count = command.split(' ').length
  return [...args.slice(0, count), '--json', ...args.slice(count)]
}
