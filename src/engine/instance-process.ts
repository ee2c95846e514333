import {once} from 'node:events'
import {stat} from 'node:fs/promises'
import {connect} from 'node:net'
import path from 'node:path'
import {filesOf} from '../core/config/files.ts'
import {RedislabError} from '../core/errors.ts'
import {parseInfo} from '../core/redis/info.ts'
import type {ServerInfo} from '../core/status/status.ts'
import {formatAddress, listenAddress, type PlannedInstance} from '../core/topology/plan.ts'
import {diagnoseDeath, type WrittenBefore} from './diagnose.ts'
import type {Host} from './host/host.ts'
import {findPortOwner} from './host/ports.ts'
import {readTail} from './log-tail.ts'
import {Connection} from './redis/connection.ts'
import {whyNoAnswer} from './redis/why-no-answer.ts'
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
  if ((await sizeOf(directory)) === undefined) throw directoryMissing(instance.name, directory)
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
  readonly password?: string | undefined
  readonly withinMs: number
  readonly signal?: AbortSignal | undefined
  /** What else to ask it, over the connection on which it answered. */
  readonly ask?: ((connection: Connection) => Promise<void>) | undefined
}

/**
 * Waits until an instance answers PING: listening, past LOADING.
 *
 * @throws RedislabError what {@link diagnoseDeath} finds when it ends instead; OPTION_INVALID when it wants another
 * password; TIMED_OUT
 */
export async function waitUntilAnswers(
  instance: PlannedInstance,
  {identity, before}: SpawnedInstance,
  {host, runDirectory, password, withinMs, signal, ask}: AnswerOptions,
): Promise<void> {
  const directory = instanceDirectory(runDirectory, instance.name)
  let instead = 'nothing'
  const answered = await waitFor(
    async () => {
      const answer = await greet(instance, identity.pid, {password, ask})
      if (answer.pid === identity.pid) return true
      if (
        answer.pid === undefined &&
        needsPassword(answer.problem) &&
        (await isListening(instance, identity))
      )
        throw wantsPassword(instance, password)
      instead = answer.pid === undefined ? answer.problem : `process ${answer.pid} answers there`
      if ((await host.look(identity)) === undefined)
        throw await diagnoseDeath(instance, directory, {secret: password, before})
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

function needsPassword(problem: string): boolean {
  return /^(NOAUTH|WRONGPASS)\b/.test(problem)
}

/** That somebody wants a password says nothing of our server while another one may hold its port. */
async function isListening(instance: PlannedInstance, {pid}: ProcessIdentity): Promise<boolean> {
  return (await findPortOwner(listenAddress(instance).port))?.pid === pid
}

function wantsPassword({name}: PlannedInstance, password: string | undefined): RedislabError {
  if (password === undefined) {
    return new RedislabError('OPTION_INVALID', `${name} wants a password, and redislab knows none.`, {
      suggestions: [
        'Add --password; where a template says it, write {{password}} there.',
        'Or leave the default user without a password, and give others one: user alice on >secret …',
      ],
      details: {instance: name},
    })
  }
  return new RedislabError('OPTION_INVALID', `${name} does not take the password that redislab knows.`, {
    suggestions: ['The default user must have that of --password: in a template, {{password}}.'],
    details: {instance: name},
  })
}

type Answer = {readonly pid: number} | {readonly pid?: undefined; readonly problem: string}

/**
 * Which process answers on an address, once it answers PING (not LOADING). Its own word for its pid counts: while our
 * server is still starting, another one that holds its port would answer in its place.
 */
async function greet(
  instance: PlannedInstance,
  expected: number,
  {password, ask}: Pick<AnswerOptions, 'password' | 'ask'>,
): Promise<Answer> {
  try {
    // Until it listens, most tries end here: a bare socket costs a tenth of a client.
    await connectBriefly(listenAddress(instance))
    using connection = await Connection.open({
      ...listenAddress(instance),
      ...(instance.kind === 'redis' && password ? {password} : {}),
    })
    const [, info] = await Promise.all([connection.call('PING'), connection.call('INFO', 'server')])
    const pid = Number(parseInfo(String(info)).get('process_id'))
    if (pid === expected) await ask?.(connection)
    return {pid}
  } catch (error) {
    return {problem: whyNoAnswer(error)}
  }
}

const connectWithinMs = 1000

async function connectBriefly({host, port}: {readonly host: string; readonly port: number}): Promise<void> {
  const socket = connect({host, port})
  socket.setTimeout(connectWithinMs, () => socket.destroy(new Error('connect ETIMEDOUT')))
  try {
    await once(socket, 'connect')
  } finally {
    socket.destroy()
  }
}
