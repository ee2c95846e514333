import {RedislabError} from '../errors/errors.ts'
import type {ConnectionVariables} from './connection-variables.ts'

/** Writes variables for a POSIX shell (`export A='b'`), a .env file (`A="b"`), or as JSON. */
export function formatVariables(variables: ConnectionVariables, format: 'sh' | 'json' | 'dotenv'): string {
  if (format === 'json') return JSON.stringify(variables, undefined, 2)
  const write = {
    sh: (name: string, value: string) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
    dotenv: (name: string, value: string) => `${name}=${quoteForDotenv(name, value)}`,
  }[format]
  return Object.entries(variables)
    .map(([name, value]) => write(name, value))
    .join('\n')
}

/**
 * Readers of .env files differ: Node and the dotenv package know no escapes but `\\n` in double quotes, others replace
 * `$NAME` there. They take what stands between single quotes as it is, and Node and dotenv also what stands between
 * backticks, or without quotes where nothing in it looks like one or like a comment.
 *
 * @throws RedislabError NOT_SUPPORTED for what none of that can hold
 */
function quoteForDotenv(name: string, value: string): string {
  if (!/["\\$`]/.test(value)) return `"${value}"`
  if (!value.includes("'")) return `'${value}'`
  if (!value.includes('`')) return `\`${value}\``
  if (!/^["'`\s]|[#\n\r]|\s$/.test(value)) return value
  throw new RedislabError(
    'NOT_SUPPORTED',
    `${name} cannot be written into a .env file so that it is read back: it has too many kinds of quotation marks.`,
    {suggestions: ['Write it in another format: --format sh, or --format json']},
  )
}
