import {RedislabError} from '../core/errors.ts'

interface OclifError extends Error {
  readonly oclif?: {readonly exit?: number}
  readonly parse?: unknown
  /** Of RequiredArgsError: what was not given. */
  readonly args?: readonly {readonly name: string; readonly description?: string}[]
}

/**
 * Turns what oclif throws about a command line into one sentence of ours, and leaves every other error as it is.
 * oclif prefixes errors thrown by a flag's parser and appends a hint; both are taken off again.
 */
export function toRedislabError(thrown: unknown): unknown {
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
  const {oclif, parse, args} = thrown as OclifError
  const missing = args?.[0]
  if (thrown.constructor.name === 'RequiredArgsError' && missing !== undefined) {
    const {name, description = ''} = missing
    return new RedislabError(
      'USAGE',
      `${name.toUpperCase().replace(/S$/, '')} is missing: ${lowerFirst(description)}`,
      {
        suggestions: ['Add --help to see how the command is used.'],
      },
    )
  }
  if (parse === undefined && oclif?.exit !== 2) return thrown
  const sentence = (parsingFlag === null ? thrown.message : `--${parsingFlag[1]}: ${parsingFlag[2]}`)
    .replace(/\n?See more help with --help\s*$/, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^The following errors? occurred: */, '')
    .replace(
      /(--[\w-]+)(?:=\S+)? cannot also be provided when using (--[\w-]+)/g,
      '$1 and $2 cannot be used together',
    )
    .replace(/All of the following must be provided when using (--[\w-]+): (--[\w-]+)/g, '$1 needs $2')
    .trim()
  return new RedislabError('USAGE', /[.?!]$/.test(sentence) ? sentence : `${sentence}.`, {
    suggestions: ['Add --help to see how the command is used.'],
  })
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
