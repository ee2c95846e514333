import {RedislabError} from '../../core/errors/errors.ts'
import {listenAddress, type PlannedInstance} from '../../core/topology/plan.ts'
import type {ServerInfo} from '../../core/words.ts'

/** What an instance that was started can answer instead of PONG, as errors. */

export function needsPassword(problem: string): boolean {
  return /^(NOAUTH|WRONGPASS)\b/.test(problem)
}

export function wantsPassword({name}: PlannedInstance, password: string | undefined): RedislabError {
  if (password === undefined) {
    return new RedislabError('OPTION_INVALID', `${name} wants a password, and redislab knows none.`, {
      suggestions: [
        'Add --password; where a template says it, write {{password}} there.',
        'Or leave the default user without a password, and give others one: user alice on >secret …',
      ],
      details: {instance: name},
    })
  }
  return new RedislabError('OPTION_INVALID', `${name} does not take the password that redislab knows.`, {
    suggestions: ['The default user must have that of --password: in a template, {{password}}.'],
    details: {instance: name},
  })
}

/** A program that goes on beside the server that it starts: no signal would reach the server. */
export function startsAnother({path: file}: ServerInfo, {name}: PlannedInstance, pid: number): RedislabError {
  return new RedislabError(
    'SERVER_UNSUPPORTED',
    `${file} starts the server of ${name} as a process of its own (pid ${pid}) and does not become it.`,
    {
      suggestions: ['In a script, start the server with exec: exec redis-server "$@"'],
      details: {path: file, pid},
    },
  )
}

export function cannotReach(instance: PlannedInstance, cause: unknown): RedislabError {
  const {host} = listenAddress(instance)
  const isLoopback = host.startsWith('127.')
  return new RedislabError(
    'ADDRESS_UNREACHABLE',
    `${host} cannot be reached from this machine itself: ${isLoopback ? 'its loopback interface is down' : 'no interface that is up has it'}.`,
    {
      suggestions: [isLoopback ? 'Bring it up, as root: ip link set lo up' : 'See what is up: ip address'],
      details: {host},
      cause,
    },
  )
}
