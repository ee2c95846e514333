import path from 'node:path'
import {filesOf} from '../core/config/render.ts'
import {RedislabError} from '../core/errors.ts'
import type {ServerInfo} from '../core/status/status.ts'
import {formatAddress, type PlannedInstance} from '../core/topology/plan.ts'
import {diagnoseDeath} from './diagnose.ts'
import type {Host} from './host/host.ts'
import {readTail} from './log-tail.ts'
import {Connection} from './redis/connection.ts'
import type {ProcessIdentity} from './state/record.ts'
import {waitFor} from './wait.ts'

/** The folder of an instance in the run directory. */
export function instanceDirectory(runDirectory: string, name: string): string {
  return path.join(runDirectory, name)
}

/** Starts the server of an instance with the conf that is in its folder. It does not answer yet. */
export function spawnInstance(
  host: Host,
  server: ServerInfo,
  instance: PlannedInstance,
  runDirectory: string,
): Promise<ProcessIdentity> {
  const directory = instanceDirectory(runDirectory, instance.name)
  const {conf, output} = filesOf(instance)
  return host.start({
    file: server.path,
    args: [conf, ...(instance.kind === 'sentinel' ? ['--sentinel'] : [])],
    directory,
    outputFile: path.join(directory, output),
  })
}

export interface AnswerOptions {
  readonly host: Host
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
  identity: ProcessIdentity,
  {host, runDirectory, password, withinMs, signal}: AnswerOptions,
): Promise<void> {
  const directory = instanceDirectory(runDirectory, instance.name)
  let instead = 'nothing'
  const answered = await waitFor(
    async () => {
      const answer = await ping(instance, password)
      if (answer === 'PONG') return true
      instead = answer
      if ((await host.look(identity)) === undefined) throw await diagnoseDeath(instance, directory)
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

async function ping({host, port, kind}: PlannedInstance, password: string | undefined): Promise<string> {
  try {
    using connection = await Connection.open({
      host,
      port,
      ...(kind === 'redis' && password ? {password} : {}),
    })
    return String(await connection.call('PING'))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
