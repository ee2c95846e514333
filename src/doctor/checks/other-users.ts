import os from 'node:os'
import {featuresOf} from '../../core/redis/server-version.ts'
import {type Check, manualFix} from '../check.ts'
import type {KnownDeployment} from '../known-deployments.ts'

export const otherUsers: Check = {
  id: 'other-users',
  title: 'Other users',
  async run(machine) {
    const why =
      'Servers on loopback can be reached by every user of the machine. Without a password any user who reaches one can read, change and remove its data and end it; before Redis 7.0 also have it write files with the rights of the user who runs it.'
    const open = (await machine.deployments()).filter(({running, isOpen}) => isOpen && running.length > 0)
    if (open.length === 0) return {status: 'ok', found: 'no server runs without a password', why, fix: null}
    const writing = open.filter(({server}) => server !== null && !featuresOf(server).protectedConfigs)
    if (writing.length === 0) {
      return {status: 'info', found: `without a password: ${names(open)}`, why, fix: null}
    }
    return {
      status: 'warn',
      found: `every user of this machine can write files as ${os.userInfo().username}, through ${names(writing)}`,
      why,
      fix: manualFix({
        advice:
          'Start it with a password (--password auto), or with Redis 7.0 or later: redislab up --replace.',
      }),
    }
  },
}

function names(deployments: readonly KnownDeployment[]): string {
  return deployments
    .map(({name, server}) => (server === null ? name : `${name} (${server.flavour} ${server.version})`))
    .join(', ')
}
