import type {ConnectionVariables} from './connection-variables.ts'

/**
 * Variables as the file behind `$GITHUB_ENV` wants them, so that the later steps of a job have them. Each stands between
 * two lines that hold the delimiter, which must not occur in any value: then line breaks are safe.
 */
export function formatForGithub(variables: ConnectionVariables, delimiter: string): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
    .join('')
}

/** Workflow commands that have a runner hide the passwords in the log of the job, also as one stands in the URL. */
export function githubMasks(variables: ConnectionVariables): readonly string[] {
  const passwords = [variables['REDIS_PASSWORD'], variables['REDIS_SENTINEL_PASSWORD']]
  const secrets = passwords.flatMap((password) =>
    password === undefined ? [] : [password, encodeURIComponent(password)],
  )
  return [...new Set(secrets)].map(
    // The runner takes % for the beginning of an escape.
    (secret) => `::add-mask::${secret.replaceAll('%', '%25')}`,
  )
}
