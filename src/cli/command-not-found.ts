import process from 'node:process'
import type {Hook} from '@oclif/core'
import {RedislabError} from '../core/errors.ts'
import {findAllNearest} from '../core/nearest.ts'
import {quoteForShell} from '../core/quote-for-shell.ts'
import {shorten} from '../core/shorten.ts'
import {stringifyVisible} from '../core/visible.ts'
import {describeError} from './base-command.ts'
import {extraArgument} from './extra-argument.ts'
import {guardOutput} from './unwritable-output.ts'

/** An unknown command: one sentence, the nearest known ones, exit code 2. It asks nothing. */
const hook: Hook<'command_not_found'> = async ({id, config, argv = []}) => {
  guardOutput()
  const words = id.split(':')
  const known = config.commandIDs.map((command) => command.replaceAll(':', ' '))
  // oclif takes the first words for the name of a command where a known one has no arguments.
  const called = [2, 1].map((count) => words.slice(0, count).join(' ')).find((name) => known.includes(name))
  const rest = [...words, ...argv].filter((word) => word !== '--json')
  const error =
    called !== undefined
      ? extraArgument(called, words[called.split(' ').length] ?? '')
      : words[0] === 'help'
        ? noHelp(rest[1])
        : unknownCommand(rest, known)
  process.exitCode = error.exitCode
  if (argv.includes('--json')) {
    process.stdout.write(`${stringifyVisible(describeError(error), 2)}\n`)
    return
  }
  const {renderError} = await import('../reporters/error-view.ts')
  process.stderr.write(renderError(error))
}

function unknownCommand(words: readonly string[], known: readonly string[]): RedislabError {
  const [first = ''] = words
  // Words of two: as many as the topic has commands of.
  const isTopic = known.some((name) => name.startsWith(`${first} `))
  const typed = isTopic ? words.slice(0, 2).join(' ') : first
  const rest = words.slice(isTopic ? 2 : 1).map(quoteForShell)
  const nearest = findAllNearest(
    typed,
    known.filter((name) => name.includes(' ') === isTopic),
  )
  return new RedislabError('COMMAND_UNKNOWN', `redislab has no command "${shorten(typed)}".`, {
    suggestions: [
      ...nearest.slice(0, 3).map((name) => `Did you mean this? ${['redislab', name, ...rest].join(' ')}`),
      isTopic ? `redislab ${first} --help lists its commands.` : 'redislab --help lists the commands.',
    ],
  })
}

function noHelp(command: string | undefined): RedislabError {
  return new RedislabError('COMMAND_UNKNOWN', 'redislab has no command "help".', {
    suggestions: [`redislab ${command === undefined ? '' : `${command} `}--help`],
  })
}

export default hook
