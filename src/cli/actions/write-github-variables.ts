import {randomBytes} from 'node:crypto'
import {appendFile} from 'node:fs/promises'
import process from 'node:process'
import type {ConnectionVariables} from '../../core/env/connection-variables.ts'
import {formatForGithub, githubMasks} from '../../core/env/github-variables.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {messageOf} from '../../core/errors/message-of.ts'

/**
 * Appends variables to the file that `$GITHUB_ENV` names.
 *
 * @returns lines for the runner, which reads stdout
 * @throws RedislabError OPTION_INVALID outside of a job, or when the file cannot be written
 */
export async function writeGithubVariables(variables: ConnectionVariables): Promise<readonly string[]> {
  const file = process.env['GITHUB_ENV']
  if (!file) {
    throw new RedislabError('OPTION_INVALID', '--format github: $GITHUB_ENV does not name a file.', {
      suggestions: ['It is set in jobs of GitHub Actions. Elsewhere: redislab env --format dotenv'],
    })
  }
  try {
    await appendFile(file, formatForGithub(variables, `redislab_${randomBytes(16).toString('hex')}`))
  } catch (error) {
    throw new RedislabError(
      'OPTION_INVALID',
      `--format github: ${file} cannot be written: ${messageOf(error)}.`,
      {cause: error},
    )
  }
  return githubMasks(variables)
}
