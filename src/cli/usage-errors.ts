import {RedislabError} from '../core/errors.ts'
import {findNearest} from '../core/nearest.ts'
import {extraArgument} from './extra-argument.ts'

/** What is known of the command that was typed. */
export interface TypedCommand {
  readonly id: string
  readonly flags: Readonly<Record<string, {readonly summary?: string | undefined}>>
  readonly args: Readonly<Record<string, unknown>>
}

interface OclifError extends Error {
  readonly oclif?: {readonly exit?: number}
  readonly parse?: unknown
  /** Of RequiredArgsError: what was not given. Of UnexpectedArgsError: the words that are too many. */
  readonly args?: readonly (string | {readonly name: string; readonly description?: string})[]
  /** Of NonExistentFlagsError: with their dashes. */
  readonly flags?: readonly string[]
}

const seeHelp = 'Add --help to see how the command is used.'

/**
 * Turns what oclif throws about a command line into one sentence of ours, and leaves every other error as it is.
 * oclif prefixes errors thrown by a flag's parser and appends a hint; both are taken off again.
 */
export function toRedislabError(thrown: unknown, command: TypedCommand): unknown {
  if (!(thrown instanceof Error)) return thrown
  const parsingFlag = /^Parsing --(\S+) \n\t([\s\S]*?)\nSee more help with --help$/.exec(thrown.message)
  if (thrown instanceof RedislabError) {
    if (parsingFlag === null) return thrown
    return new RedislabError(thrown.code, `--${parsingFlag[1]}: ${parsingFlag[2]}`, {
      suggestions: thrown.suggestions,
      ...(thrown.details === undefined ? {} : {details: thrown.details}),
    })
  }
  if ((thrown as NodeJS.ErrnoException).syscall === 'uv_cwd')
    return new RedislabError('DIRECTORY_MISSING', 'The working directory is not there any more.', {
      suggestions: ['Change to one that is: cd'],
      cause: thrown,
    })
  const {oclif, parse} = thrown as OclifError
  if (parse === undefined && oclif?.exit !== 2) return thrown
  return (
    ofWords(thrown, command) ??
    new RedislabError('USAGE', sentenceOf(thrown.message, command), {suggestions: [seeHelp]})
  )
}

/** What is said of words that are missing, too many, or unknown. */
function ofWords(thrown: OclifError, command: TypedCommand): RedislabError | undefined {
  const [first] = thrown.args ?? []
  if (thrown.constructor.name === 'RequiredArgsError' && typeof first === 'object') {
    const name = first.name.toUpperCase().replace(/S$/, '')
    return new RedislabError('USAGE', `${name} is missing: ${lowerFirst(first.description ?? '')}`, {
      suggestions: [seeHelp],
    })
  }
  if (typeof first === 'string' && Object.keys(command.args).length === 0)
    return extraArgument(command.id.replaceAll(':', ' '), first)
  const [flag] = thrown.flags ?? []
  if (thrown.constructor.name === 'NonExistentFlagsError' && typeof flag === 'string') {
    const nearest = flag.startsWith('--') ? findNearest(flag.slice(2), Object.keys(command.flags)) : undefined
    return new RedislabError('USAGE', `redislab ${command.id.replaceAll(':', ' ')} has no option ${flag}.`, {
      suggestions: [...(nearest === undefined ? [] : [`Did you mean --${nearest}?`]), seeHelp],
    })
  }
  return undefined
}

function sentenceOf(message: string, {flags}: TypedCommand): string {
  const sentence = message
    .replace(/\n?See more help with --help\s*$/, '')
    .replace(/^Parsing --(\S+) \n\t/, '--$1: ')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^The following errors? occurred: */, '')
    .replace(
      /(--[\w-]+)(?:=\S+)? cannot also be provided when using (--[\w-]+)/g,
      '$1 and $2 cannot be used together',
    )
    .replace(/All of the following must be provided when using (--[\w-]+): (--[\w-]+)/g, '$1 needs $2')
    .replace(/^Expected (--[\w-]+)=(.*) to be one of: (.*)$/, '$1: "$2" is none of $3')
    .replace(/^Expected (.*) to be one of: (.*)$/, '"$1" is none of $2')
    .replace(
      /^Missing required flag ([\w-]+)$/,
      (_, name: string) => `--${name} is missing: ${lowerFirst(flags[name]?.summary ?? '')}`,
    )
    .trim()
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
