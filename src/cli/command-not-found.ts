import process from 'node:process'
import type {Hook} from '@oclif/core'
import {RedislabError} from '../core/errors.ts'
import {findNearest} from '../core/nearest.ts'
import {stringifyVisible} from '../core/visible.ts'
import {describeError} from './base-command.ts'
import {extraArgument} from './extra-argument.ts'

/** An unknown command: one sentence, the nearest known one, exit code 2. It asks nothing. */
const hook: Hook<'command_not_found'> = async ({id, config, argv = []}) => {
  const words = id.split(':')
  const [first, ...rest] = words
  const typed = id.replaceAll(':', ' ')
  const known = config.commandIDs.map((command) => command.replaceAll(':', ' '))
  // oclif takes the first words for the name of a command where a known one has no arguments.
  const command = [2, 1].map((count) => words.slice(0, count).join(' ')).find((name) => known.includes(name))
  const error =
    first === 'help'
      ? noHelpCommand(rest.join(' '))
      : command === undefined
        ? unknownCommand(typed, known)
        : extraArgument(command, words.slice(command.split(' ').length).join(' '))
  process.exitCode = error.exitCode
  if (argv.includes('--json')) {
    process.stdout.write(`${stringifyVisible(describeError(error), 2)}\n`)
    return
  }
  const {renderError} = await import('../reporters/error-view.ts')
  process.stderr.write(renderError(error))
}

function noHelpCommand(command: string): RedislabError {
  return new RedislabError('COMMAND_UNKNOWN', 'redislab has no command "help".', {
    suggestions: [`redislab ${command === '' ? '' : `${command} `}--help`],
  })
}

function unknownCommand(typed: string, known: readonly string[]): RedislabError {
  // The words after it may be its arguments.
  const [first = ''] = typed.split(' ')
  const nearest = findNearest(typed, known) ?? findNearest(first, known)
  return new RedislabError('COMMAND_UNKNOWN', `redislab has no command "${typed}".`, {
    suggestions: [
      ...(nearest === undefined ? [] : [`Did you mean ${nearest}?`]),
      'redislab --help lists the commands.',
    ],
  })
}

export default hook
