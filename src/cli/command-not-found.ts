import process from 'node:process'
import type {Hook} from '@oclif/core'
import {RedislabError} from '../core/errors.ts'
import {findNearest} from '../core/nearest.ts'
import {stringifyVisible} from '../core/visible.ts'
import {isDeploymentName} from '../engine/state/record.ts'
import {describeError} from './base-command.ts'

/** An unknown command: one sentence, the nearest known one, exit code 2. It asks nothing. */
const hook: Hook<'command_not_found'> = async ({id, config, argv = []}) => {
  const [first = '', ...rest] = id.split(':')
  const typed = id.replaceAll(':', ' ')
  const known = config.commandIDs.map((command) => command.replaceAll(':', ' '))
  // oclif takes the first words for the name of a command where a known one has no arguments.
  const error =
    known.includes(first) || first === 'help'
      ? extraArgument(first, rest.join(' '))
      : unknownCommand(typed, known)
  process.exitCode = error.exitCode
  if (argv.includes('--json')) {
    process.stdout.write(`${stringifyVisible(describeError(error), 2)}\n`)
    return
  }
  const {renderError} = await import('../reporters/error-view.ts')
  process.stderr.write(renderError(error))
}

function unknownCommand(typed: string, known: readonly string[]): RedislabError {
  const nearest = findNearest(typed, known)
  return new RedislabError('COMMAND_UNKNOWN', `redislab has no command "${typed}".`, {
    suggestions: [
      ...(nearest === undefined ? [] : [`Did you mean ${nearest}?`]),
      'redislab --help lists the commands.',
    ],
  })
}

function extraArgument(command: string, argument: string): RedislabError {
  if (command === 'help') {
    return new RedislabError('COMMAND_UNKNOWN', 'redislab has no command "help".', {
      suggestions: [`redislab ${argument === '' ? '' : `${argument} `}--help`],
    })
  }
  return new RedislabError('USAGE', `${command} takes no argument, such as "${argument}".`, {
    suggestions: [
      ...(isDeploymentName(argument)
        ? [`For the deployment of that name: redislab ${command} --name ${argument}`]
        : []),
      `redislab ${command} --help shows how it is used.`,
    ],
  })
}

export default hook
