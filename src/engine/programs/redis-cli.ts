import {constants} from 'node:fs'
import {access} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {adminOf} from '../../core/config/access.ts'
import {type TlsFiles, tlsFilesIn} from '../../core/config/files.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {type AttachOptions, attachProgram, enterableDirectory} from '../host/attach.ts'
import {besideContainers} from '../host/container-arguments.ts'
import {type CommandResult, runCommand} from '../host/run-command.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/** A deployment: what is on record of it, and where its files are. */
interface Reached {
  readonly record: DeploymentRecord
  readonly directory: string
}

interface Invocation {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * Opens the real redis-cli on an instance, on this terminal. The password goes through its environment, never argv.
 *
 * @returns its exit code
 * @throws RedislabError SERVER_NOT_FOUND when there is no redis-cli
 */
export async function openCli(
  deployment: Reached,
  name: string,
  args: readonly string[],
  {onStart}: Pick<AttachOptions, 'onStart'> = {},
): Promise<number> {
  const {file, args: all, env} = await invoke(deployment, name, args)
  const end = await attachProgram(file, all, {env: {...process.env, ...env}, onStart})
  return end.kind === 'ended' ? end.exitCode : missing(file)
}

/** The same for a program that reads: runs to the end and returns what redis-cli said. */
export async function runCli(
  deployment: Reached,
  name: string,
  args: readonly string[],
): Promise<CommandResult> {
  const {file, args: all, env} = await invoke(deployment, name, args)
  const result = await runCommand(file, all, {
    env,
    timeoutMs: 60_000,
    readsInput: true,
    cwd: await enterableDirectory(),
  })
  return result.errorCode === 'ENOENT' ? missing(file) : result
}

async function invoke(
  {record, directory}: Reached,
  name: string,
  args: readonly string[],
): Promise<Invocation> {
  const instance = record.plan.instances.find((one) => one.name === name) as PlannedInstance
  const {host, port} = instance
  const {user, password} = adminOf(instance, record)
  const {file, args: before} = await findCli(record.server, directory)
  return {
    file,
    args: [
      ...before,
      ...['-h', host, '-p', String(port)],
      ...(record.tls === undefined ? [] : tlsFlags(tlsFilesIn(directory))),
      ...(user === undefined ? [] : ['--user', user]),
      ...args,
    ],
    env: password === undefined ? {} : {REDISCLI_AUTH: password},
  }
}

/** The key is a file that only this user can read: its path is no secret. */
function tlsFlags({ca, certificate, key}: TlsFiles): readonly string[] {
  return ['--tls', '--cacert', ca, '--cert', certificate, '--key', key]
}

/** The one beside the server, since it speaks its dialect; else whichever is on the PATH, or that of the image. */
async function findCli(
  {path: server, flavour, image}: DeploymentRecord['server'],
  directory: string,
): Promise<Pick<Invocation, 'file' | 'args'>> {
  const name = `${flavour}-cli`
  const beside = path.join(path.dirname(server), name)
  if (image === undefined) {
    // Not beside the server: the PATH decides, and says so if it has none.
    return {file: (await isExecutable(beside)) ? beside : name, args: []}
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean)
  for (const file of folders.map((folder) => path.join(folder, name))) {
    if (await isExecutable(file)) return {file, args: []}
  }
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
  return {file: image.engine, args: besideContainers(image, {program: beside, directory, isTerminal})}
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return true
  } catch {
    return false // Not there, or not for us.
  }
}

function missing(file: string): never {
  throw new RedislabError('SERVER_NOT_FOUND', `${path.basename(file)} was not found on this machine.`, {
    suggestions: ['It comes with the server; on Debian: apt-get install redis-tools'],
  })
}
