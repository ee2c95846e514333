import {statSync} from 'node:fs'
import {readFile, realpath, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {type Access, adminOf, secretsOf} from '../../core/config/access.ts'
import {filesOf} from '../../core/config/files.ts'
import {requoteAuthPass} from '../../core/config/render.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {parseInfo} from '../../core/redis/info.ts'
import {formatAddress, listenAddress, type PlannedInstance} from '../../core/topology/plan.ts'
import type {ProcessIdentity, ServerInfo} from '../../core/words.ts'
import {readTail} from '../files/log-tail.ts'
import type {Host, Program} from '../host/host.ts'
import {findPortOwner, unreachableCodes} from '../host/ports.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import {whyNoAnswer} from '../redis/why-no-answer.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {waitFor} from '../time/wait.ts'
import {cannotReach, needsPassword, startsAnother, wantsPassword} from './answer-problems.ts'
import {diagnoseDeath, type WrittenBefore} from './diagnose.ts'

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
  {server, password, acl}: DeploymentRecord,
  instance: PlannedInstance,
  runDirectory: string,
): Promise<SpawnedInstance> {
  const directory = instanceDirectory(runDirectory, instance.name)
  const {conf, output, log} = filesOf(instance)
  const outputFile = path.join(directory, output)
  requireDirectory(instance, runDirectory)
  // What it wrote when it last ran is what it starts from.
  if (instance.onHost !== undefined) await host.bring([{directory, onHost: instance.onHost}])
  const before = {
    output: sizeOf(outputFile) ?? 0,
    log: sizeOf(path.join(directory, log)) ?? 0,
  }
  const authPass = acl?.sentinel.password ?? password
  if (instance.kind === 'sentinel' && authPass !== undefined)
    await requoteConf(path.join(directory, conf), authPass)
  const identity = await host.start(programOf(server, instance, runDirectory))
  return {identity, before}
}

/** The server of an instance, with the conf in its folder. */
export function programOf(server: ServerInfo, instance: PlannedInstance, runDirectory: string): Program {
  const directory = instanceDirectory(runDirectory, instance.name)
  const {conf, output, log} = filesOf(instance)
  return {
    file: server.path,
    args: [conf, ...(instance.kind === 'sentinel' ? ['--sentinel'] : [])],
    directory,
    outputFile: path.join(directory, output),
    logFile: path.join(directory, log),
    image: server.image,
    onHost: instance.onHost,
  }
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

/** @throws RedislabError DIRECTORY_MISSING when an instance has no folder to be started in */
export function requireDirectory({name}: PlannedInstance, runDirectory: string): void {
  const directory = instanceDirectory(runDirectory, name)
  if (sizeOf(directory) === undefined) throw directoryMissing(name, directory)
}

/** Not through the thread pool, which takes longer than the answer: a start waits for it. */
function sizeOf(file: string): number | undefined {
  return statSync(file, {throwIfNoEntry: false})?.size
}

function directoryMissing(name: string, directory: string): RedislabError {
  return new RedislabError(
    'DIRECTORY_MISSING',
    `${name} cannot be started: its folder ${directory} is gone.`,
    {
      suggestions: ['Its conf was in it, too: start again with redislab up --replace.'],
      details: {instance: name, path: directory},
    },
  )
}

export interface AnswerOptions {
  readonly host: Host
  readonly server: ServerInfo
  readonly runDirectory: string
  readonly access: Access
  readonly withinMs: number
  readonly signal?: AbortSignal | undefined
  /** Is given the connection on which it answered, to ask more and to dispose of; else that is closed. */
  readonly onAnswer?: ((connection: Connection) => void) | undefined
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
  {host, server, runDirectory, access, withinMs, signal, onAnswer}: AnswerOptions,
): Promise<void> {
  const directory = instanceDirectory(runDirectory, instance.name)
  const conf = path.join(await realpath(directory), filesOf(instance).conf)
  let instead = 'nothing'
  let childSince: number | undefined
  const answered = await waitFor(
    async () => {
      const answer = await greet(instance, identity.pid, {access, onAnswer})
      if (answer.pid === identity.pid) return true
      if (
        answer.pid === undefined &&
        needsPassword(answer.problem) &&
        (await isListening(instance, identity))
      )
        throw wantsPassword(instance, adminOf(instance, access).password)
      instead = answer.pid === undefined ? answer.problem : `process ${answer.pid} answers there`
      if ((await host.look(identity)) === undefined)
        throw await diagnoseDeath(instance, directory, {
          secrets: secretsOf(access),
          before,
        })
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

/** That somebody wants a password says nothing of our server while another one may hold its port. */
async function isListening(instance: PlannedInstance, {pid}: ProcessIdentity): Promise<boolean> {
  return (await findPortOwner(listenAddress(instance).port))?.pid === pid
}

type Answer =
  | {
      readonly pid: number
      /** The absolute path of its conf. */
      readonly conf: string | undefined
    }
  | {readonly pid?: undefined; readonly problem: string}

/**
 * Which process answers on an address, once it answers PING (not LOADING). Its own word for its pid counts: while our
 * server is still starting, another one that holds its port would answer in its place.
 */
async function greet(
  instance: PlannedInstance,
  expected: number,
  {access, onAnswer}: Pick<AnswerOptions, 'access' | 'onAnswer'>,
): Promise<Answer> {
  try {
    const connection = await Connection.open(endpointOf(instance, access))
    let isTaken = false
    try {
      const [, info] = await Promise.all([connection.call('PING'), connection.call('INFO', 'server')])
      const facts = parseInfo(String(info))
      const pid = Number(facts.get('process_id'))
      if (pid === expected && onAnswer !== undefined) {
        onAnswer(connection)
        isTaken = true
      }
      return {pid, conf: facts.get('config_file')}
    } finally {
      if (!isTaken) connection[Symbol.dispose]()
    }
  } catch (error) {
    if (unreachableCodes.has((error as NodeJS.ErrnoException).code ?? '')) throw cannotReach(instance, error)
    return {problem: whyNoAnswer(error)}
  }
}
