import type {ConnectionVariables} from './connection.ts'

/**
 * Variables as the file behind `$GITHUB_ENV` wants them, so that the later steps of a job have them. Each stands between
 * two lines that hold the delimiter, which must not occur in any value: then line breaks are safe.
 */
export function formatForGithub(variables: ConnectionVariables, delimiter: string): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
    .join('')
}

/** Workflow commands that have a runner hide the password in the log of the job, also as it stands in the URL. */
export function githubMasks({REDIS_PASSWORD: password}: ConnectionVariables): readonly string[] {
  if (password === undefined) return []
  return [...new Set([password, encodeURIComponent(password)])].map(
    // The runner takes % for the beginning of an escape.
    (secret) => `::add-mask::${secret.replaceAll('%', '%25')}`,
  )
}
