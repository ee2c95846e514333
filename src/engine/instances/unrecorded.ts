import {readFile, realpath, stat} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {filesOf} from '../../core/config/files.ts'
import {formatAddress, listenAddress} from '../../core/topology/plan.ts'
import type {ProcessIdentity} from '../../core/words.ts'
import {commandLineOf, findProcessesIn, lookUpProcess} from '../host/process-table.ts'
import {isDeploymentName} from '../state/deployment-name.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {instanceDirectory} from './instance-process.ts'

/** Linux cuts the name of a process after so many characters. */
const commandLength = 15

const isInstance = (name: string) => /^[ns]\d+$/.test(name)
const isServer = (command: string) => /^(redis|valkey|keydb)-se/.test(command)

/**
 * Servers that were started and not recorded, because redislab was killed in between, or whose record was removed under
 * them. A process counts as ours when its current directory is (or was, before it was removed) an instance's folder
 * inside the run directory, which only its owner may enter, and it is a server; or, where current directories cannot be
 * seen, when the pid file that a server wrote there names it.
 *
 * @param only of this instance alone
 */
export async function findUnrecorded(
  directory: string,
  record: DeploymentRecord | undefined,
  only?: string,
): Promise<readonly ProcessIdentity[]> {
  const real = await realPathOf(directory)
  const inside = await findProcessesIn(real)
  const ownName = path.basename(record?.server.path ?? '').slice(0, commandLength)
  const isAsked = (name: string) => (only === undefined ? isInstance(name) : name === only)
  const within = inside.filter(
    ({command, directory: cwd}) =>
      isAsked(path.relative(real, cwd)) && (isServer(command) || command === ownName),
  )
  const byPidFile = await Promise.all(
    (record?.plan.instances ?? [])
      .filter(({name}) => isAsked(name))
      .map(async (instance) => {
        const file = path.join(instanceDirectory(directory, instance.name), filesOf(instance).pid)
        const pid = Number.parseInt((await readFile(file, 'utf8').catch(ignoreMissing)) ?? '', 10)
        const facts = pid > 0 ? await lookUpProcess(pid) : undefined
        // Servers put their address into their process title: `redis-server 127.0.0.1:6380`.
        const isNamed = facts?.command.includes(formatAddress(listenAddress(instance))) === true
        return facts !== undefined && isNamed ? [facts] : []
      }),
  )
  return [...within, ...byPidFile.flat()].map(({pid, startedAt}) => ({pid, startedAt}))
}

/**
 * Programs of redislab's own that work for a deployment, healers and its link relay, whether or not redislab lived to
 * write them down: their current directory is the run directory itself.
 */
export async function findUnrecordedHelpers(directory: string): Promise<readonly ProcessIdentity[]> {
  const real = await realPathOf(directory)
  const inside = (await findProcessesIn(real)).filter(
    ({pid, directory: cwd}) => cwd === real && pid !== process.pid,
  )
  const lines = await Promise.all(inside.map(({pid}) => commandLineOf(pid)))
  return inside
    .filter((_, index) => /^redislab-relay|[/\\]bundle[/\\]programs[/\\][\w-]+\.js /.test(lines[index] ?? ''))
    .map(({pid, startedAt}) => ({pid, startedAt}))
}

/** The names of deployments whose run directory was removed while their servers ran, which still do. */
export async function findRemoved(home: string): Promise<readonly string[]> {
  const real = await realPathOf(home)
  const running = (await findProcessesIn(real)).flatMap(({command, directory, isRemoved}) => {
    const [name = '', instance = '', ...deeper] = path.relative(real, directory).split(path.sep)
    const isOurs = isDeploymentName(name) && isInstance(instance) && deeper.length === 0
    return isRemoved && isOurs && isServer(command) ? [name] : []
  })
  const names = [...new Set(running)].sort()
  const areGone = await Promise.all(names.map((name) => isGone(path.join(home, name))))
  return names.filter((_, index) => areGone[index])
}

async function isGone(file: string): Promise<boolean> {
  return (await stat(file).catch(ignoreMissing)) === undefined
}

/** Without links; also of a folder that is not there, as far up as there is one. */
async function realPathOf(directory: string): Promise<string> {
  const real = await realpath(directory).catch(ignoreMissing)
  if (real !== undefined || path.dirname(directory) === directory) return real ?? directory
  return path.join(await realPathOf(path.dirname(directory)), path.basename(directory))
}

function ignoreMissing(error: unknown): undefined {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
  throw error
}
