import process from 'node:process'
import {createInterface} from 'node:readline/promises'
import {Writable} from 'node:stream'
import {isError} from '../../core/errors/is-error.ts'

/** Whether somebody sits in front of this process: input and messages are a terminal, and it is no run of CI. */
export function canAskPassword(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && (process.env['CI'] ?? '') === ''
}

/**
 * Asks for a password on the terminal, without showing what is typed.
 *
 * @returns undefined when nothing was typed
 * @throws the reason of the signal
 */
export async function askPassword(question: string, signal: AbortSignal): Promise<string | undefined> {
  const nowhere = new Writable({write: (_chunk, _encoding, done) => done()})
  // As a terminal it takes each key itself, so the terminal shows none; nor does readline, which writes to nowhere.
  const lines = createInterface({input: process.stdin, output: nowhere, terminal: true, historySize: 0})
  // It reads Ctrl-C as a key, too: what that does is decided in one place.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  process.stderr.write(question)
  try {
    const text = await lines.question('', {signal})
    return text === '' ? undefined : text
  } catch (error) {
    signal.throwIfAborted()
    // Ctrl-D: nothing was typed, and nothing will be.
    if (isError(error) && error.name === 'AbortError') return undefined
    throw error
  } finally {
    process.stderr.write('\n')
    lines.close()
  }
}
