import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import type {ContainerEngine} from '../../core/words.ts'
import {type CommandResult, type RunCommandOptions, runCommand} from './run-command.ts'

/** An engine that can be asked. */
export interface EngineAt {
  readonly engine: ContainerEngine
  /** The context by which docker knows it. @default the one that it speaks to by itself */
  readonly context?: string | undefined
}

const engines: readonly ContainerEngine[] = ['docker', 'podman']

/** Something that talks to an engine which has nothing to do answers in well under a second. */
const withinMs = 60_000

/**
 * What runs containers here: `$REDISLAB_CONTAINERS` (`docker` or `podman`), else the first of these on the PATH.
 *
 * @returns undefined where there is none
 * @throws RedislabError OPTION_INVALID
 */
export async function findEngine(signal?: AbortSignal): Promise<ContainerEngine | undefined> {
  const named = process.env['REDISLAB_CONTAINERS'] || undefined
  if (named !== undefined && !engines.some((one) => one === named)) {
    throw new RedislabError('OPTION_INVALID', `REDISLAB_CONTAINERS is "${named}": it takes docker or podman.`)
  }
  for (const engine of engines) {
    if (named !== undefined && named !== engine) continue
    const {exitCode, stdout} = await runCommand(engine, ['--version'], {signal})
    // Where Podman is installed with a docker command, that says who it is.
    if (exitCode === 0) return /podman/i.test(stdout) ? 'podman' : engine
  }
  return undefined
}

/** @throws RedislabError CONTAINERS_UNAVAILABLE */
export async function requireEngine(signal?: AbortSignal): Promise<ContainerEngine> {
  const engine = await findEngine(signal)
  if (engine !== undefined) return engine
  throw new RedislabError(
    'CONTAINERS_UNAVAILABLE',
    'A server in a container needs Docker or Podman, and neither command is here.',
    {suggestions: ['Install one (apt-get install docker.io), or a server: redislab doctor says how.']},
  )
}

/**
 * Runs a command of an engine to its end. Ctrl-C in the terminal does not reach it: half of what it does would be left to the engine.
 *
 * @throws RedislabError CONTAINERS_UNAVAILABLE when the engine cannot be reached
 */
export async function askEngine(
  at: EngineAt,
  args: readonly string[],
  options: RunCommandOptions = {},
): Promise<CommandResult> {
  const {engine} = at
  const result = await runCommand(engine, [...contextFlags(at), ...args], {
    timeoutMs: withinMs,
    ownGroup: true,
    ...options,
  })
  if (result.errorCode === 'ENOENT') throw unavailable(at, `there is no ${engine} on the PATH`)
  if (result.timedOut)
    throw unavailable(at, `it did not answer within ${(options.timeoutMs ?? withinMs) / 1000} s`)
  if (result.exitCode !== 0 && isUnreachable(result.stderr)) throw unavailable(at, lastLine(result.stderr))
  return result
}

/** What stands before every command to an engine that is not asked by default. */
export function contextFlags({context}: EngineAt): readonly string[] {
  return context === undefined ? [] : ['--context', context]
}

/** An engine as a sentence names it. */
export function nameEngine({engine, context}: EngineAt): string {
  return context === undefined ? engine : `${engine} of ${context}`
}

/** What an engine said of a failure, without the word that it begins with. */
export function lastLine(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !/^(Run|See) '/.test(line))
  return (lines.at(-1) ?? 'it said nothing')
    .trim()
    .replace(/^(docker: )?(Error response from daemon|Error): /, '')
    .replace(/(\. Is the docker daemon running\?|\.)$/, '')
}

function isUnreachable(said: string): boolean {
  return /Cannot connect to the Docker daemon|context not found|unable to resolve docker endpoint|daemon running\?|permission denied while trying to connect|error during connect|failed to connect to the docker API|unable to connect to Podman/i.test(
    said,
  )
}

function unavailable({engine, context}: EngineAt, why: string): RedislabError {
  if (context !== undefined) {
    // Docker says it in the second way up to version 20.10.
    const isUnknown = /context not found|context "[^"]*" does not exist/.test(why)
    const problem = isUnknown ? 'docker has no context of that name' : why
    return new RedislabError('CONTAINERS_UNAVAILABLE', `The host ${context} does not answer: ${problem}.`, {
      suggestions: [
        `It is a context of docker: docker context ls shows where it leads, docker --context ${context} info whether it answers.`,
      ],
      details: {engine, context},
    })
  }
  return new RedislabError('CONTAINERS_UNAVAILABLE', `${engine} cannot run containers here: ${why}.`, {
    suggestions: [
      engine === 'docker'
        ? 'Start the daemon (systemctl start docker), and be in its group: docker info shows whether it answers.'
        : 'podman info shows whether it works.',
    ],
    details: {engine},
  })
}
