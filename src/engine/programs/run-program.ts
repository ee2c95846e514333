import process from 'node:process'
import {connectionNames, connectionVariables} from '../../core/env/connection-variables.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {shorten} from '../../core/text/shorten.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {type AttachOptions, attachProgram} from '../host/attach.ts'

/** How a program ended: its exit code, 128 + the number of the signal that ended it. */
export interface ProgramEnd {
  readonly exitCode: number
  readonly signal: NodeJS.Signals | null
}

/**
 * Runs a program on this terminal, with the variables set by which it finds a deployment.
 *
 * @throws RedislabError PROGRAM_NOT_FOUND, PROGRAM_NOT_EXECUTABLE
 */
export async function runProgram(
  deployment: Deployment,
  [file = '', ...args]: readonly string[],
  options: Pick<AttachOptions, 'signal' | 'onStart'>,
): Promise<ProgramEnd> {
  const status = await deployment.status({signal: options.signal})
  // What is not set here must not be found either: it would lead to another server.
  const others = Object.fromEntries(connectionNames.map((name) => [name, undefined]))
  const env = {...process.env, ...others, ...connectionVariables(status, deployment.record)}
  const end = await attachProgram(file, args, {...options, env})
  if (end.kind === 'ended') return {exitCode: end.exitCode, signal: end.signal}
  const name = shorten(file)
  if (end.errorCode !== 'ENOENT') {
    throw new RedislabError(
      'PROGRAM_NOT_EXECUTABLE',
      `"${name}" cannot be executed: ${reasons[end.errorCode ?? ''] ?? end.message}.`,
      {
        suggestions: [
          'A script needs a first line such as #!/bin/sh, and chmod +x; or name its interpreter.',
        ],
      },
    )
  }
  throw new RedislabError('PROGRAM_NOT_FOUND', `There is no command "${name}".`, {
    suggestions: [
      /\s/.test(file)
        ? "It is run without a shell. With one: redislab exec -- sh -c '…'"
        : 'A file in this folder is named with its path: ./NAME.',
    ],
  })
}

/** Why a file is not a program, in words. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  ENOEXEC: 'it is no program that this machine knows',
}
