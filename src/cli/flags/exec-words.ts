import {RedislabError} from '../../core/errors/errors.ts'
import {isFlagWord} from './up-flags.ts'

export interface ExecWords {
  /** What is for redislab. */
  readonly own: readonly string[]
  /** The program to run and its arguments. */
  readonly program: readonly string[]
}

/**
 * Parts a command line at its first `--`: what comes after it is the program's, even where it looks like ours.
 *
 * @throws RedislabError USAGE when there is nothing to run
 */
export function partAtDashes(argv: readonly string[]): ExecWords {
  const at = argv.indexOf('--')
  const own = at < 0 ? argv : argv.slice(0, at)
  const program = at < 0 ? [] : argv.slice(at + 1)
  if (own.includes('--json')) {
    throw new RedislabError('USAGE', 'exec has no --json: stdout is that of the command which it runs.', {
      suggestions: ['What a lab came to is written to a file: --lab NAME --report FILE'],
    })
  }
  if (program[0] === '') {
    throw new RedislabError('USAGE', 'The command to run is empty: "".', {
      suggestions: ['Is the variable that holds it set? Example: redislab exec -- npm test'],
    })
  }
  if (program.length > 0) return {own: fillTopology(own), program}
  throw new RedislabError('USAGE', 'The command to run is missing: it comes after --.', {
    suggestions: ['Such as: redislab exec -- npm test'],
  })
}

/** `--up` may stand without a topology. */
function fillTopology(own: readonly string[]): readonly string[] {
  return own.flatMap((word, index) =>
    word === '--up' && isFlagWord(own[index + 1]) ? [word, '1m2r3s'] : [word],
  )
}
