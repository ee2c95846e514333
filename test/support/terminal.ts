import {spawn} from 'node:child_process'
import {once} from 'node:events'
import path from 'node:path'
import process from 'node:process'
import {eventually} from './eventually.ts'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

/** `redislab` in a terminal of its own, as a person has it. */
export interface Terminal extends AsyncDisposable {
  /** All that was written to the terminal so far, with its control sequences. */
  readonly output: () => string
  /** What a person presses. */
  readonly press: (keys: string) => void
  /** Waits until something is on the terminal. */
  readonly shows: (text: string | RegExp) => Promise<void>
  /** Waits for the end. */
  readonly ended: () => Promise<number>
}

/** Whether there is a program that makes terminals: that of Linux. */
export const hasTerminals = process.platform === 'linux'

export function openTerminal(
  args: readonly string[],
  {env, columns = 80}: {readonly env: Readonly<Record<string, string>>; readonly columns?: number},
): Terminal {
  const words = [process.execPath, program, ...args].map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['-qefc', `stty cols ${columns} rows 50; exec ${words}`, '/dev/null'], {
    env: {...process.env, NODE_ENV: undefined, CI: undefined, NO_COLOR: '1', TERM: 'xterm-256color', ...env},
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  const closed = once(child, 'close').then(([exitCode]) => exitCode as number)
  return {
    output: () => output,
    press: (keys) => void child.stdin.write(keys),
    shows: async (text) => {
      await eventually(() => output, {
        withinMs: 40_000,
        message: `the terminal does not show ${text}`,
        until: (all) => (typeof text === 'string' ? all.includes(text) : text.test(all)),
      })
    },
    ended: () => closed,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM')
      await closed
    },
  }
}
