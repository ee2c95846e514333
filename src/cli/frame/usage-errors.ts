import {RedislabError} from '../../core/errors/errors.ts'
import {findAllNearest, findNearest} from '../../core/text/nearest.ts'
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
  readonly args: Readonly<Record<string, {readonly name?: string; readonly options?: readonly string[]}>>
}

/**
 * Turns what oclif throws about a command line into one sentence of ours, and leaves every other error as it is.
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
  const {oclif, parse} = thrown as OclifError
  if (parse === undefined && oclif?.exit !== 2) return thrown
  return explain(thrown, command)
}

function explain(thrown: OclifError, command: CommandInQuestion): RedislabError {
  const typed = command.id.replaceAll(':', ' ')
  const usage = `redislab ${typed} --help shows how it is used.`
  const fail = (sentence: string, ...suggestions: string[]) =>
    new RedislabError('USAGE', sentence, {suggestions: [...suggestions, usage]})
  const [first] = thrown.args ?? []
  switch (thrown.constructor.name) {
    case 'RequiredArgsError': {
      if (typeof first !== 'object') break
      const name = first.name.toUpperCase().replace(/S$/, '')
      return fail(`${name} is missing: ${lowerFirst(first.description ?? '')}`)
    }
    case 'UnexpectedArgsError':
      if (typeof first === 'string') return extraArgument(typed, first, Object.keys(command.args).length)
      break
    case 'NonExistentFlagsError': {
      const [flag] = thrown.flags ?? []
      if (flag === undefined) break
      const known = [...Object.keys(command.flags), 'json', 'name', 'help']
      const nearest = flag.startsWith('--') ? findAllNearest(flag.slice(2), known) : []
      return fail(
        `${typed} has no option ${flag}.`,
        ...(nearest.length === 0 ? [] : [`Did you mean ${nearest.map((name) => `--${name}`).join(' or ')}?`]),
      )
    }
  }
  const message = thrown.message.replace(/\n?See more help with --help\s*$/, '')
  const choice = /^Expected (?:--([\w-]+)=)?([\s\S]*) to be one of: (.*)$/.exec(message)
  if (choice !== null) {
    const [, flag, value = '', options = ''] = choice
    const where = flag === undefined ? nameArgument(options, command) : `--${flag}`
    const nearest = findNearest(value, options.split(', '))
    return fail(
      `${where}: ${JSON.stringify(value)} is none of ${options}.`,
      ...(nearest === undefined ? [] : [`Did you mean ${nearest}?`]),
    )
  }
  const missingFlag = /Missing required flag ([\w-]+)/.exec(message)?.[1]
  if (missingFlag !== undefined) {
    const {summary = ''} = command.flags[missingFlag] ?? {}
    return fail(`--${missingFlag} is missing${explainBy(summary)}`)
  }
  const valueless = /^Flag --([\w-]+) expects /.exec(message)?.[1]
  if (valueless !== undefined) {
    const {summary = ''} = command.flags[valueless] ?? {}
    return fail(`--${valueless} needs a value${explainBy(summary)}`)
  }
  return fail(toSentence(message))
}

/** How the argument is called that takes one of these. */
function nameArgument(options: string, {args}: CommandInQuestion): string {
  const found = Object.entries(args).find(([, arg]) => arg.options?.join(', ') === options)
  return (found?.[1].name ?? found?.[0] ?? 'The argument').toUpperCase()
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
