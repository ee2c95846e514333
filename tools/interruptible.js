// For scripts that start servers: told to end, they take down what they have started, and one last line says so.

import os from 'node:os'
import process from 'node:process'
import {setTimeout as delay} from 'node:timers/promises'

const names = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a script. The first SIGINT, SIGTERM or SIGHUP aborts its signal; further ones do nothing, since servers would be left. The
 * script ends with its own clean-up, and then the process with 130, 143 or 129.
 *
 * A script that waits for `spawnSync` hears of a signal at `await heard(signal)`.
 *
 * @param {(signal: AbortSignal) => Promise<void>} script
 * @param {{begins?: string, ends?: string}} [words] what is said when the signal comes, and of what is left in the end
 */
export async function interruptible(
  script,
  {begins = 'Taking down what runs …', ends = 'Nothing is left running.'} = {},
) {
  const interrupted = new AbortController()
  let cause
  for (const name of names)
    process.on(name, () => {
      if (cause !== undefined) return
      cause = name
      process.stderr.write(`${begins}\n`)
      interrupted.abort(new Error(`Interrupted by ${name}.`))
    })
  let failure
  try {
    await script(interrupted.signal)
  } catch (error) {
    failure = error
  }
  // A command that this process has waited for may have ended by the same Ctrl-C, before this process hears of it.
  await delay(failure === undefined ? 1 : 50)
  if (cause !== undefined) {
    process.stderr.write(`Interrupted by ${cause}. ${ends}\n`)
    process.exit(128 + os.constants.signals[cause])
  }
  if (failure !== undefined) throw failure
}

/**
 * Hears of a signal that came while this process waited for another one.
 *
 * @param {AbortSignal} signal
 */
export async function heard(signal) {
  await delay(1)
  signal.throwIfAborted()
}
