import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import {featuresOf, type ServerVersion} from '../../core/redis/server-version.ts'

export interface Openness {
  readonly hasPassword: boolean
  /** Somebody said that nobody here is a stranger. */
  readonly insecure: boolean
}

/**
 * Before 7.0 a server without a password writes files for every user of the machine, with the rights of the user who runs it:
 * CONFIG SET dir and dbfilename, then SAVE (docs/decisions/0013-other-users.md).
 *
 * @throws RedislabError OPTION_INVALID
 */
export function checkOpenServer(server: ServerVersion, {hasPassword, insecure}: Openness): void {
  if (hasPassword || insecure || process.env['REDISLAB_INSECURE'] === '1') return
  if (featuresOf(server).protectedConfigs) return
  throw new RedislabError(
    'OPTION_INVALID',
    `Without a password every user of this machine could have ${server.flavour} ${server.version} write files as you: it has no protected settings.`,
    {
      suggestions: [
        'Add --password (a made-up one: --password auto), or take a server from 7.0 on.',
        'Where nobody else is, as in a container: --insecure, or REDISLAB_INSECURE=1',
      ],
      details: {server: `${server.flavour} ${server.version}`},
    },
  )
}
