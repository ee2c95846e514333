import {readFile, realpath} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {filesOf} from '../core/config/render.ts'
import {RedislabError} from '../core/errors.ts'
import {formatAddress, listenAddress} from '../core/topology/plan.ts'
import type {Host} from './host/host.ts'
import {findProcessesIn, lookUpProcess} from './host/process-table.ts'
import {instanceDirectory} from './instance-process.ts'
import type {DeploymentRecord, ProcessIdentity} from './state/record.ts'
import {waitFor} from './wait.ts'

/**
 * Ends every process of a deployment by SIGKILL, which also ends paused, hung and half-started ones, and waits until
 * all are gone.
 *
 * @returns how many were ended
 */
export async function endAllProcesses(
  host: Host,
  directory: string,
  record: DeploymentRecord | undefined,
): Promise<number> {
  const identities = await allProcesses(directory, record)
  const signalled = await Promise.all(identities.map((identity) => host.signal(identity, 'SIGKILL')))
  await waitUntilGone(host, [...identities, ...(await endWatcher(host, record))])
  return signalled.filter(Boolean).length
}

/** Not one of the deployment's own, and not counted; and it may be the watcher that takes the deployment down. */
async function endWatcher(
  host: Host,
  record: DeploymentRecord | undefined,
): Promise<readonly ProcessIdentity[]> {
  const watcher = record?.watcher
  if (watcher === undefined || watcher.pid === process.pid) return []
  await host.signal(watcher, 'SIGKILL')
  return [watcher]
}

/** @throws RedislabError TIMED_OUT */
export async function waitUntilGone(
  host: Host,
  identities: readonly ProcessIdentity[],
  {withinMs = 10_000, signal}: {withinMs?: number; signal?: AbortSignal} = {},
): Promise<void> {
  let left: readonly ProcessIdentity[] = identities
  const gone = await waitFor(
    async () => {
      const alive = await Promise.all(left.map((identity) => host.look(identity)))
      left = left.filter((_, index) => alive[index] !== undefined)
      return left.length === 0 ? true : undefined
    },
    {withinMs, everyMs: 2, signal},
  )
  if (gone) return
  throw new RedislabError(
    'TIMED_OUT',
    `Process ${left.map(({pid}) => pid).join(', ')} did not end within ${withinMs} ms.`,
    {
      suggestions: ['A process that survives SIGKILL waits for the kernel, usually for a disk.'],
      details: {pids: left.map(({pid}) => pid)},
    },
  )
}

async function allProcesses(
  directory: string,
  record: DeploymentRecord | undefined,
): Promise<readonly ProcessIdentity[]> {
  const recorded = Object.values(record?.processes ?? {}).flatMap(({process}) =>
    process === null ? [] : [process],
  )
  const healers = (record?.healers ?? []).map(({process}) => process)
  const {process: relay = null, healers: linkHealers = []} = record?.links ?? {}
  const ofLinks = [...(relay === null ? [] : [relay]), ...linkHealers.map(({process}) => process)]
  const unrecorded = await findUnrecorded(directory, record)
  return eachOnce([...recorded, ...healers, ...ofLinks, ...unrecorded])
}

/** Ends what runs in the folder of one instance: its process, and one that was started and not recorded. */
export async function endInstance(
  host: Host,
  directory: string,
  record: DeploymentRecord,
  name: string,
): Promise<void> {
  const recorded = record.processes[name]?.process ?? null
  const unrecorded = await findUnrecorded(directory, record, name)
  const identities = eachOnce([...(recorded === null ? [] : [recorded]), ...unrecorded])
  await Promise.all(identities.map((identity) => host.signal(identity, 'SIGKILL')))
  await waitUntilGone(host, identities)
}

function eachOnce(identities: readonly ProcessIdentity[]): readonly ProcessIdentity[] {
  return [...new Map(identities.map((identity) => [identity.pid, identity])).values()]
}

/** Linux cuts the name of a process after so many characters. */
const commandLength = 15

/**
 * Servers that were started and not recorded, because redislab was killed in between. A process counts as ours when
 * its current directory is an instance's folder inside the run directory, which only its owner may enter, and it is a
 * server; or, where current directories cannot be seen, when the pid file that a server wrote there names it.
 *
 * @param only of this instance alone
 */
export async function findUnrecorded(
  directory: string,
  record: DeploymentRecord | undefined,
  only?: string,
): Promise<readonly ProcessIdentity[]> {
  const real = await realpath(directory).catch(ignoreMissing)
  if (real === undefined) return []
  const inside = await findProcessesIn(real)
  const ownName = path.basename(record?.server.path ?? '').slice(0, commandLength)
  const isAsked = (name: string) => (only === undefined ? /^[ns]\d+$/.test(name) : name === only)
  const within = inside.filter(
    ({command, directory: cwd}) =>
      isAsked(path.relative(real, cwd)) && (/^(redis|valkey|keydb)-se/.test(command) || command === ownName),
  )
  const byPidFile = await Promise.all(
    (record?.plan.instances ?? [])
      .filter(({name}) => isAsked(name))
      .map(async (instance) => {
        const file = path.join(instanceDirectory(directory, instance.name), filesOf(instance).pid)
        const pid = Number.parseInt((await readFile(file, 'utf8').catch(ignoreMissing)) ?? '', 10)
        const facts = pid > 0 ? await lookUpProcess(pid) : undefined
        // Servers put their address into their process title: `redis-server 127.0.0.1:6380`.
        const isServer = facts?.command.includes(formatAddress(listenAddress(instance))) === true
        return facts !== undefined && isServer ? [facts] : []
      }),
  )
  return [...within, ...byPidFile.flat()].map(({pid, startedAt}) => ({pid, startedAt}))
}

function ignoreMissing(error: unknown): undefined {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
  throw error
}
