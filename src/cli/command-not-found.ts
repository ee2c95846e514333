import process from 'node:process'
import type {Hook} from '@oclif/core'
import {distance} from 'fastest-levenshtein'
import {RedislabError} from '../core/errors.ts'
import {stringifyVisible} from '../core/visible.ts'
import {describeError} from './base-command.ts'

/** An unknown command: one sentence, the nearest known one, exit code 2. It asks nothing. */
const hook: Hook<'command_not_found'> = async ({id, config, argv = []}) => {
  const typed = id.replaceAll(':', ' ')
  const known = config.commandIDs.map((command) => command.replaceAll(':', ' '))
  const nearest = known.toSorted((a, b) => distance(typed, a) - distance(typed, b))[0]
  const isNear = nearest !== undefined && distance(typed, nearest) <= Math.max(2, nearest.length / 3)
  const error = new RedislabError('COMMAND_UNKNOWN', `redislab has no command "${typed}".`, {
    suggestions: [...(isNear ? [`Did you mean ${nearest}?`] : []), 'redislab --help lists the commands.'],
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
