import process from 'node:process'
import type {Interfaces} from '@oclif/core'
import {describeError} from '../../core/contract/error-json.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {findAllNearest} from '../../core/text/nearest.ts'
import {quoteForShell} from '../../core/text/quote-for-shell.ts'
import {shorten} from '../../core/text/shorten.ts'
import {stringifyVisible} from '../../core/text/visible.ts'
import {extraArgument} from './extra-argument.ts'
import {helpPages} from './help/pages.ts'

/** Words that other tools have for what is called otherwise here. */
const synonyms: Readonly<Record<string, string>> = {
  labs: 'lab list',
  list: 'ls',
  ps: 'status',
  run: 'lab run',
  begin: 'up',
  create: 'up',
  rm: 'down',
  destroy: 'down',
  delete: 'down',
  log: 'logs',
  why: 'explain',
  diagnose: 'explain',
  check: 'doctor',
  version: '--version',
}

/** Says on stderr, or with --json on stdout, what is wrong with words that are no command. Exit code 2. It asks nothing. */
export async function writeUnknownCommand(
  words: readonly string[],
  config: Interfaces.Config,
  {json = false}: {readonly json?: boolean} = {},
): Promise<void> {
  const error = describeUnknown(words, config)
  process.exitCode = error.exitCode
  if (json) {
    process.stdout.write(`${stringifyVisible(describeError(error), 2)}\n`)
    return
  }
  const {renderError} = await import('../../reporters/kit/error-view.ts')
  process.stderr.write(renderError(error))
}

function describeUnknown(words: readonly string[], config: Interfaces.Config): RedislabError {
  const known = config.commandIDs.map((command) => command.replaceAll(':', ' '))
  // oclif takes the first words for the name of a command where a known one has no arguments.
  const called = [2, 1].map((count) => words.slice(0, count).join(' ')).find((name) => known.includes(name))
  return called === undefined
    ? unknownCommand(words, known)
    : extraArgument(called, words[called.split(' ').length] ?? '')
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
  ).slice(0, 3)
  const meant = synonyms[typed] ?? (helpPages.some(({name}) => name === typed) ? `help ${typed}` : undefined)
  const names = meant === undefined ? nearest : [meant]
  return new RedislabError('COMMAND_UNKNOWN', `redislab has no command "${shorten(typed)}".`, {
    suggestions: [
      ...names.map((name) => `Did you mean this? ${['redislab', name, ...rest].join(' ')}`),
      isTopic ? `redislab ${first} --help lists its commands.` : 'redislab --help lists the commands.',
    ],
  })
}
