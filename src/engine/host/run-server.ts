import {randomBytes} from 'node:crypto'
import type {ServerImage} from '../../core/words.ts'
import {askEngine} from './container-engine.ts'
import {type CommandResult, type RunCommandOptions, runCommand} from './run-command.ts'

/** A program: a file of this machine, or of an image. */
export interface ServerProgram {
  readonly path: string
  readonly image?: ServerImage | undefined
}

/** Runs a server that says something and ends, where its instances would run, and returns what it said. */
export async function runServer(
  {path: file, image}: ServerProgram,
  args: readonly string[],
  options: Pick<RunCommandOptions, 'cwd' | 'timeoutMs' | 'signal'> = {},
): Promise<CommandResult> {
  if (image === undefined) return runCommand(file, args, {ownGroup: true, ...options})
  return runInImage(image, [file, ...args], options)
}

/**
 * Runs a program of an image in a container of its own, without a network.
 *
 * @param program its file, and its arguments
 */
export async function runInImage(
  {id, ...at}: Pick<ServerImage, 'id' | 'engine' | 'context'>,
  [file = '', ...args]: readonly string[],
  {timeoutMs, signal}: Pick<RunCommandOptions, 'timeoutMs' | 'signal'> = {},
): Promise<CommandResult> {
  const name = `redislab-${randomBytes(8).toString('hex')}`
  let isOver = false
  try {
    const run = [
      'run',
      '--rm',
      '--pull',
      'never',
      '--name',
      name,
      '--network',
      'none',
      '--log-driver',
      'none',
    ]
    const result = await askEngine(at, [...run, '--no-healthcheck', '--entrypoint', file, id, ...args], {
      signal,
      ...(timeoutMs === undefined ? {} : {timeoutMs}),
    })
    isOver = true
    return result
  } finally {
    // The container does not end with the command that started it.
    if (!isOver) await askEngine(at, ['rm', '--force', '--volumes', name])
  }
}
