import {readFile, stat, writeFile} from 'node:fs/promises'
import path from 'node:path'
import type {Passwords} from '../core/config/passwords.ts'
import {filesOf, requoteAuthPass} from '../core/config/render.ts'
import {RedislabError} from '../core/errors.ts'
import {messageOf} from '../core/message-of.ts'
import {parseInfo} from '../core/redis/info.ts'
import {formatAddress, type PlannedInstance} from '../core/topology/plan.ts'
import {diagnoseDeath, type WrittenBefore} from './diagnose.ts'
import type {Host} from './host/host.ts'
import {readTail} from './log-tail.ts'
import {Connection} from './redis/connection.ts'
import {endpointOf, secretOf} from './redis/endpoint.ts'
import type {DeploymentRecord, ProcessIdentity} from './state/record-schema.ts'
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
  {server, password}: DeploymentRecord,
  instance: PlannedInstance,
  runDirectory: string,
): Promise<SpawnedInstance> {
  const directory = instanceDirectory(runDirectory, instance.name)
  const {conf, output, log} = filesOf(instance)
  const outputFile = path.join(directory, output)
  if ((await sizeOf(directory)) === undefined) throw directoryMissing(instance.name, directory)
  const before = {
    output: (await sizeOf(outputFile)) ?? 0,
    log: (await sizeOf(path.join(directory, log))) ?? 0,
  }
  if (instance.kind === 'sentinel' && password !== undefined)
    await requoteConf(path.join(directory, conf), password)
  const identity = await host.start({
    file: server.path,
    args: [conf, ...(instance.kind === 'sentinel' ? ['--sentinel'] : [])],
    directory,
    outputFile,
  })
  return {identity, before}
}

async function requoteConf(file: string, password: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(ignoreMissing)
  const readable = text === undefined ? undefined : requoteAuthPass(text, password)
  if (readable !== undefined && readable !== text) await writeFile(file, readable)
}

/** The server says so itself, and better. */
function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
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
  readonly runDirectory: string
  readonly passwords: Passwords
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
  {host, runDirectory, passwords, withinMs, signal}: AnswerOptions,
): Promise<void> {
  const directory = instanceDirectory(runDirectory, instance.name)
  let instead = 'nothing'
  const answered = await waitFor(
    async () => {
      const answer = await ask(instance, passwords)
      if (answer.pid === identity.pid) return true
      instead = answer.pid === undefined ? answer.problem : `process ${answer.pid} answers there`
      if ((await host.look(identity)) === undefined)
        throw await diagnoseDeath(instance, directory, {
          secret: secretOf(instance, passwords).password,
          before,
        })
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

type Answer = {readonly pid: number} | {readonly pid?: undefined; readonly problem: string}

/**
 * Who answers on an address, once it answers PING (not LOADING). Its own word for its pid counts: while our server is
 * still starting, another one that holds its port would answer in its place.
 */
async function ask(instance: PlannedInstance, passwords: Passwords): Promise<Answer> {
  try {
    using connection = await Connection.open(endpointOf(instance, passwords))
    const [, info] = await Promise.all([connection.call('PING'), connection.call('INFO', 'server')])
    return {pid: Number(parseInfo(String(info)).get('process_id'))}
  } catch (error) {
    return {problem: messageOf(error)}
  }
}
