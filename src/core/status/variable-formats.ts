import type {ConnectionVariables} from './connection.ts'

/** Writes variables for a POSIX shell (`export A='b'`), a .env file (`A="b"`), or as JSON. */
export function formatVariables(variables: ConnectionVariables, format: 'sh' | 'json' | 'dotenv'): string {
  if (format === 'json') return JSON.stringify(variables, undefined, 2)
  const entries = Object.entries(variables)
  return entries
    .map(([name, value]) =>
      format === 'sh'
        ? `export ${name}='${value.replaceAll("'", "'\\''")}'`
        : `${name}="${value.replace(/["\\$`]/g, '\\$&')}"`,
    )
    .join('\n')
}
