import process from 'node:process'
import type {Hook} from '@oclif/core'
import {RedislabError} from '../core/errors.ts'
import {findNearest} from '../core/nearest.ts'
import {stringifyVisible} from '../core/visible.ts'
import {describeError} from './base-command.ts'

/** An unknown command: one sentence, the nearest known one, exit code 2. It asks nothing. */
const hook: Hook<'command_not_found'> = async ({id, config, argv = []}) => {
  const typed = id.replaceAll(':', ' ')
  const known = config.commandIDs.map((command) => command.replaceAll(':', ' '))
  const nearest = findNearest(typed, known)
  const error = new RedislabError('COMMAND_UNKNOWN', `redislab has no command "${typed}".`, {
    suggestions: [
      ...(nearest === undefined ? [] : [`Did you mean ${nearest}?`]),
      'redislab --help lists the commands.',
    ],
  })
  process.exitCode = error.exitCode
  if (argv.includes('--json')) {
    process.stdout.write(`${stringifyVisible(describeError(error), 2)}\n`)
    return
  }
  const {renderError} = await import('../reporters/error-view.ts')
  process.stderr.write(renderError(error))
}

export default hook
