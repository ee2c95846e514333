import {constants} from 'node:fs'
import {access} from 'node:fs/promises'
import os from 'node:os'
import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import {sharesTerminal} from './shares-terminal.ts'

export interface AttachOptions {
  /** The whole environment of the program. */
  readonly env?: NodeJS.ProcessEnv
  /** Nothing is started when this is aborted before. */
  readonly signal?: AbortSignal | undefined
  /** Called as soon as it runs; disposed of when it has ended. */
  readonly onStart?: (() => Disposable) | undefined
}

/** How a program ended, or why there was none. */
export type AttachedEnd =
  /** `exitCode` is 128 + the signal's number when a signal ended it. */
  | {readonly kind: 'ended'; readonly exitCode: number; readonly signal: NodeJS.Signals | null}
  /** `ENOENT`, `EACCES` …, and what the system said. */
  | {readonly kind: 'not-started'; readonly errorCode: string; readonly message: string}

/**
 * The working directory, for programs of the user's: where it may not be entered, starting one there fails as if the
 * program could not be run.
 *
 * @throws RedislabError PERMISSION_DENIED; an error of Node's when it is gone
 */
export async function enterableDirectory(): Promise<string> {
  const directory = process.cwd()
  try {
    await access(directory, constants.X_OK)
    return directory
  } catch (error) {
    throw new RedislabError(
      'PERMISSION_DENIED',
      `This user may not enter the working directory, ${directory}.`,
      {
        suggestions: ['Change to one that you may enter: cd'],
        details: {path: directory},
        cause: error,
      },
    )
  }
}

/** Signals that the terminal sends to all that run in its foreground, so to the program as well. */
const fromTerminal = ['SIGINT', 'SIGQUIT'] as const
const forwarded = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const

/**
 * Runs a program on this terminal, as a shell would: it has stdin, stdout and stderr, and Ctrl-C is its own. Signals
 * that are sent to this process alone are passed on.
 */
export async function attachProgram(
  file: string,
  args: readonly string[],
  {env = process.env, signal: abort, onStart}: AttachOptions = {},
): Promise<AttachedEnd> {
  const {execa} = await import('execa')
  abort?.throwIfAborted()
  const subprocess = execa(file, args, {
    cwd: await enterableDirectory(),
    stdio: 'inherit',
    reject: false,
    env,
    extendEnv: false,
    // How long it takes to end is the program's own affair.
    forceKillAfterDelay: false,
  })
  const forward = (name: NodeJS.Signals) => void subprocess.kill(name)
  const forwardUnlessShared = (name: NodeJS.Signals) => {
    if (!sharesTerminal()) forward(name)
  }
  for (const name of fromTerminal) process.on(name, forwardUnlessShared)
  for (const name of forwarded) process.on(name, forward)
  using _started = onStart?.()
  try {
    const {exitCode, signal, code, originalMessage} = await subprocess
    if (signal !== undefined) {
      const name = signal as NodeJS.Signals
      return {kind: 'ended', exitCode: 128 + (os.constants.signals[name] ?? 0), signal: name}
    }
    if (exitCode !== undefined) return {kind: 'ended', exitCode, signal: null}
    return {kind: 'not-started', errorCode: code ?? '', message: originalMessage ?? ''}
  } finally {
    for (const name of fromTerminal) process.off(name, forwardUnlessShared)
    for (const name of forwarded) process.off(name, forward)
  }
}
