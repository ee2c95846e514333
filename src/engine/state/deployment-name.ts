import {randomBytes} from 'node:crypto'
import path from 'node:path'
import {RedislabError} from '../../core/errors/errors.ts'

/** The name of the deployment that is meant where none is named and there are several. */
export const defaultName = 'default'

/** Names become folders and words in a shell: letters, digits, dash, underscore and dot, not beginning with a dot or dash. */
export function isDeploymentName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(name)
}

/** @throws RedislabError OPTION_INVALID */
export function checkName(name: string): void {
  if (isDeploymentName(name)) return
  throw new RedislabError('OPTION_INVALID', `"${name}" cannot be the name of a deployment.`, {
    suggestions: [
      'Use letters, digits, dash, underscore and dot, 64 at most, beginning with a letter or digit.',
    ],
  })
}

/** The run directory of a deployment. */
export function runDirectoryOf(home: string, name: string): string {
  return path.join(home, name)
}

/** A name that no other deployment of the state folder has, for one that nobody will ask for by name: `exec-9f3a1c07`. */
export function makeName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`
}
