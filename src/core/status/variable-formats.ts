import type {ConnectionVariables} from './connection.ts'

/** Writes variables for a POSIX shell (`export A='b'`), a .env file (`A="b"`), or as JSON. */
export function formatVariables(variables: ConnectionVariables, format: 'sh' | 'json' | 'dotenv'): string {
  if (format === 'json') return JSON.stringify(variables, undefined, 2)
  const write = {
    sh: (name: string, value: string) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
    dotenv: (name: string, value: string) => `${name}=${quoteForDotenv(value)}`,
  }[format]
  return Object.entries(variables)
    .map(([name, value]) => write(name, value))
    .join('\n')
}

/**
 * Readers of .env files differ: Node and the dotenv package know no escapes, others replace `$NAME` inside double
 * quotes. All take what stands between single quotes as it is, so escapes are left for where there is no other way.
 */
function quoteForDotenv(value: string): string {
  if (!/["\\$`]/.test(value)) return `"${value}"`
  return value.includes("'") ? `"${value.replace(/["\\$`]/g, '\\$&')}"` : `'${value}'`
}
