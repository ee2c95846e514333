import {realpath, stat} from 'node:fs/promises'
import path from 'node:path'
import {filesOf} from '../core/config/render.ts'
import {RedislabError} from '../core/errors.ts'
import {messageOf} from '../core/message-of.ts'
import {parseInfo} from '../core/redis/info.ts'
import type {ServerInfo} from '../core/status/status.ts'
import {formatAddress, listenAddress, type PlannedInstance} from '../core/topology/plan.ts'
import {diagnoseDeath, type WrittenBefore} from './diagnose.ts'
import type {Host} from './host/host.ts'
import {unreachableCodes} from './host/ports.ts'
import {readTail} from './log-tail.ts'
import {Connection} from './redis/connection.ts'
import type {ProcessIdentity} from './state/record-schema.ts'
import {waitFor} from './wait.ts'

/** The folder of an instance in the run directory. */
export function instanceDirectory(runDirectory: string, name: string): string {
  return path.join(runDirectory, name)
}

export interface SpawnedInstance {
  readonly identity: ProcessIdentity
  readonly before: WrittenBefore
}

/**
 * Starts the server of an instance with the conf that is in its folder. It does not answer yet.
 *
 * @throws RedislabError DIRECTORY_MISSING
 */
export async function spawnInstance(
  host: Host,
  server: ServerInfo,
  instance: PlannedInstance,
  runDirectory: string,
): Promise<SpawnedInstance> {
  const directory = instanceDirectory(runDirectory, instance.name)
  const {conf, output, log} = filesOf(instance)
  const outputFile = path.join(directory, output)
  await requireDirectory(instance, runDirectory)
  const before = {
    output: (await sizeOf(outputFile)) ?? 0,
    log: (await sizeOf(path.join(directory, log))) ?? 0,
  }
  const identity = await host.start({
    file: server.path,
    args: [conf, ...(instance.kind === 'sentinel' ? ['--sentinel'] : [])],
    directory,
    outputFile,
  })
  return {identity, before}
}

/** @throws RedislabError DIRECTORY_MISSING when an instance has no folder to be started in */
export async function requireDirectory({name}: PlannedInstance, runDirectory: string): Promise<void> {
  const directory = instanceDirectory(runDirectory, name)
  if ((await sizeOf(directory)) === undefined) throw directoryMissing(name, directory)
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function directoryMissing(name: string, directory: string): RedislabError {
  return new RedislabError(
    'DIRECTORY_MISSING',
    `${name} cannot be started: its folder ${directory} is gone.`,
    {
      suggestions: ['Its conf was in it, too: start anew with redislab up --replace.'],
      details: {instance: name, path: directory},
    },
  )
}

export interface AnswerOptions {
  readonly host: Host
  readonly server: ServerInfo
  readonly runDirectory: string
  readonly password?: string | undefined
  readonly withinMs: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Waits until an instance answers PING: listening, past LOADING.
 *
 * @throws RedislabError what {@link diagnoseDeath} finds when it ends instead; TIMED_OUT
 */
export async function waitUntilAnswers(
  instance: PlannedInstance,
  {identity, before}: SpawnedInstance,
  {host, server, runDirectory, password, withinMs, signal}: AnswerOptions,
): Promise<void> {
  const directory = instanceDirectory(runDirectory, instance.name)
  const conf = path.join(await realpath(directory), filesOf(instance).conf)
  let instead = 'nothing'
  let childSince: number | undefined
  const answered = await waitFor(
    async () => {
      const answer = await ask(instance, password)
      if (answer.pid === identity.pid) return true
      instead = answer.pid === undefined ? answer.problem : `process ${answer.pid} answers there`
      if ((await host.look(identity)) === undefined)
        throw await diagnoseDeath(instance, directory, {secret: password, before})
      if (answer.pid !== undefined && answer.conf === conf) {
        childSince ??= Date.now()
        // One that was left there by an earlier start keeps ours from its port, which ends within moments.
        if (Date.now() - childSince > 1000) throw startsAnother(server, instance, answer.pid)
      }
      return undefined
    },
    {withinMs, everyMs: 3, signal},
  )
  if (answered) return
  throw new RedislabError(
    'TIMED_OUT',
    `${instance.name} (${formatAddress(instance)}) did not answer within ${withinMs} ms; instead: ${instead}.`,
    {details: {instance: instance.name, log: await readTail(path.join(directory, filesOf(instance).log), 8)}},
  )
}

/** A program that goes on beside the server that it starts: no signal would reach the server. */
function startsAnother({path: file}: ServerInfo, {name}: PlannedInstance, pid: number): RedislabError {
  return new RedislabError(
    'SERVER_UNSUPPORTED',
    `${file} starts the server of ${name} as a process of its own (pid ${pid}) and does not become it.`,
    {
      suggestions: ['In a script, start the server with exec: exec redis-server "$@"'],
      details: {path: file, pid},
    },
  )
}

function cannotReach(instance: PlannedInstance, cause: unknown): RedislabError {
  const {host} = listenAddress(instance)
  const isLoopback = host.startsWith('127.')
  return new RedislabError(
    'ADDRESS_UNREACHABLE',
    `${host} cannot be reached from this machine itself: ${isLoopback ? 'its loopback interface is down' : 'no interface that is up has it'}.`,
    {
      suggestions: [isLoopback ? 'Bring it up, as root: ip link set lo up' : 'See what is up: ip address'],
      details: {host},
      cause,
    },
  )
}

type Answer =
  | {
      readonly pid: number
      /** The absolute path of its conf. */
      readonly conf: string | undefined
    }
  | {readonly pid?: undefined; readonly problem: string}

/**
 * Who answers on an address, once it answers PING (not LOADING). Its own word for its pid counts: while our server is
 * still starting, another one that holds its port would answer in its place.
 */
async function ask(instance: PlannedInstance, password: string | undefined): Promise<Answer> {
  try {
    using connection = await Connection.open({
      ...listenAddress(instance),
      ...(instance.kind === 'redis' && password ? {password} : {}),
    })
    const [, info] = await Promise.all([connection.call('PING'), connection.call('INFO', 'server')])
    const facts = parseInfo(String(info))
    return {pid: Number(facts.get('process_id')), conf: facts.get('config_file')}
  } catch (error) {
    if (unreachableCodes.has((error as NodeJS.ErrnoException).code ?? '')) throw cannotReach(instance, error)
    return {problem: messageOf(error)}
  }
}
