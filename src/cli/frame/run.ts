/** What bin/run.js starts; a module of ours, so that oclif is in the bundle with the rest. */
import process from 'node:process'
// Listens to errors of the output when it is loaded, and throws: so it is loaded before its listener is replaced.
import '@oclif/core/command'
import {flush} from '@oclif/core/flush'
import {handle} from '@oclif/core/handle'
import {run} from '@oclif/core/run'
import {describeError} from '../../core/contract/error-json.ts'
import {stringifyVisible} from '../../core/text/visible.ts'
import {ownProcess} from '../../engine/host/spawn-private.ts'
import {isPlainLocale, writePlainCharacters} from './plain-characters.ts'
import {describeSystemLimit} from './system-limit.ts'
import {guardOutput} from './unwritable-output.ts'

/**
 * Runs the command of the command line. What a command meets it says itself; here ends what keeps one from being loaded.
 *
 * @param root where the package is
 */
export async function execute({root}: {readonly root: string}): Promise<void> {
  try {
    // No plugins: oclif would look for some in the home of the user, and warn where that cannot be read.
    await run(process.argv.slice(2), {root, userPlugins: false, devPlugins: false})
    await flush()
  } catch (error) {
    const limit = describeSystemLimit(error)
    if (limit === undefined) return void (await handle(error as Error))
    process.exitCode = limit.exitCode
    if (process.argv.includes('--json'))
      process.stdout.write(`${stringifyVisible(describeError(limit), 2)}\n`)
    // Plainly: what makes it beautiful would have to be loaded.
    else
      process.stderr.write(`✖ ${limit.message}\n${limit.suggestions.map((hint) => `  → ${hint}\n`).join('')}`)
  }
}

// Everybody on the machine can read the words that a process was started with, until it gives itself another title.
if (process.argv.some((word) => /^--(sentinel-)?password/.test(word))) process.title = 'redislab'

guardOutput()
ownProcess()

// JSON is read by programs, which know their encoding.
if (isPlainLocale(process.env) && !process.argv.some((word) => /^--jsonl?$/.test(word)))
  writePlainCharacters()
