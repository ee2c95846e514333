import {RedislabError} from '../../core/errors/errors.ts'
import {findAllNearest} from '../../core/text/nearest.ts'
import {describeNoAnswer} from '../../engine/redis/no-answer.ts'
import {extraArgument} from './extra-argument.ts'
import {describeSystemLimit} from './system-limit.ts'

interface OclifError extends Error {
  readonly oclif?: {readonly exit?: number}
  readonly parse?: unknown
  /** Of RequiredArgsError: what was not given. Of UnexpectedArgsError: the words that are too many. */
  readonly args?: readonly (string | {readonly name: string; readonly description?: string})[]
  /** Of NonExistentFlagsError: as typed, with dashes. */
  readonly flags?: readonly string[]
}

/** The command whose words were not understood: as oclif knows it. */
export interface CommandInQuestion {
  readonly id: string
  readonly flags: Readonly<Record<string, {readonly summary?: string | undefined; readonly char?: string}>>
  readonly args: Readonly<Record<string, {readonly options?: readonly string[]}>>
}

/**
 * Turns what oclif throws about a command line into one sentence of ours, and what a connection threw that nobody expected; leaves every
 * other error as it is.
 * oclif prefixes errors thrown by a flag's parser and appends a hint; both are taken off again.
 */
export function toRedislabError(thrown: unknown, command: CommandInQuestion): unknown {
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
  const limit = describeSystemLimit(thrown)
  if (limit !== undefined) return limit
  const noAnswer = describeNoAnswer(thrown)
  if (noAnswer !== undefined) return noAnswer
  const {oclif, parse} = thrown as OclifError
  if (parse === undefined && oclif?.exit !== 2) return thrown
  return explain(thrown, command)
}

function explain(thrown: OclifError, command: CommandInQuestion): RedislabError {
  const typed = command.id.replaceAll(':', ' ')
  const usage = `redislab ${typed} --help shows how it is used.`
  const fail = (sentence: string, ...suggestions: string[]) =>
    new RedislabError('USAGE', sentence, {suggestions: [...suggestions, usage]})
  const didYouMean = (...names: readonly string[]) =>
    names.length === 0 ? [] : [`Did you mean ${names.join(' or ')}?`]
  const {name: kind} = thrown.constructor
  const [argument] = thrown.args ?? []
  const [flag] = thrown.flags ?? []
  if (kind === 'RequiredArgsError' && typeof argument === 'object') {
    const {name, description = ''} = argument
    return fail(`${name.toUpperCase().replace(/S$/, '')} is missing: ${lowerFirst(description)}`)
  }
  if (kind === 'UnexpectedArgsError' && typeof argument === 'string')
    return extraArgument(typed, argument, Object.keys(command.args).length)
  if (kind === 'NonExistentFlagsError' && flag !== undefined) {
    const known = [...Object.keys(command.flags), 'json', 'name', 'help']
    const nearest = flag.startsWith('--') ? findAllNearest(flag.slice(2), known) : []
    return fail(`${typed} has no option ${flag}.`, ...didYouMean(...nearest.map((name) => `--${name}`)))
  }
  const message = thrown.message.replace(/\n?See more help with --help\s*$/, '')
  const choice = /^Expected (?:--([\w-]+)=)?([\s\S]*) to be one of: (.*)$/.exec(message)
  if (choice !== null) {
    const [, name, value = '', options = ''] = choice
    const where = name === undefined ? nameArgument(options, command) : `--${name}`
    const nearest = findAllNearest(value, options.split(', ')).slice(0, 1)
    return fail(`${where}: ${JSON.stringify(value)} is none of ${options}.`, ...didYouMean(...nearest))
  }
  const missing = /Missing required flag ([\w-]+)/.exec(message)?.[1]
  const name = missing ?? /^Flag --([\w-]+) expects /.exec(message)?.[1]
  if (name !== undefined) {
    const what = missing === undefined ? 'needs a value' : 'is missing'
    return fail(`--${name} ${what}${explainBy(command.flags[name]?.summary ?? '')}`)
  }
  return fail(toSentence(message))
}

/** How the argument is called that takes one of these. */
function nameArgument(options: string, {args}: CommandInQuestion): string {
  const [name] = Object.entries(args).find(([, arg]) => arg.options?.join(', ') === options) ?? []
  return (name ?? 'The argument').toUpperCase()
}

function toSentence(message: string): string {
  const sentence = message
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^The following errors? occurred: */, '')
    .replace(
      /(--[\w-]+)(?:=\S+)? cannot also be provided when using (--[\w-]+)/g,
      '$1 and $2 cannot be used together',
    )
    .replace(/All of the following must be provided when using (--[\w-]+): (--[\w-]+)/g, '$1 needs $2')
    .trim()
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`
}

/** What an option is for, behind a colon: the first sentence of its summary. */
function explainBy(summary: string): string {
  return summary === '' ? '.' : `: ${lowerFirst(summary.replace(/\. .*$/s, '.'))}`
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
