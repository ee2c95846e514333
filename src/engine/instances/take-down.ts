import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import type {ProcessIdentity} from '../../core/words.ts'
import type {EngineAt} from '../host/container-engine.ts'
import type {Host} from '../host/host.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {waitFor} from '../time/wait.ts'
import {findUnrecorded, findUnrecordedHelpers} from './unrecorded.ts'

/** The result of ending a deployment. */
export interface Ended {
  /** Of the processes that were ended. */
  readonly count: number
  /** Other hosts that did not answer: where there is no record, nobody knows whether they have containers of it. */
  readonly silent: readonly string[]
}

/**
 * Ends every process of a deployment by SIGKILL, which also ends paused, hung and half-started ones, and waits until
 * all are gone.
 *
 * @returns how many were ended, and where something may be left
 */
export async function endAllProcesses(
  host: Host,
  directory: string,
  record: DeploymentRecord | undefined,
): Promise<Ended> {
  const identities = await allProcesses(directory, record)
  const signalled = await Promise.all(identities.map((identity) => host.signal(identity, 'SIGKILL')))
  await waitUntilGone(host, [...identities, ...(await endWatcher(host, record))])
  const silent = mayBeInContainers(record)
    ? await host.clear(directory, {engines: record && enginesOf(record, record.plan.instances)})
    : []
  return {count: signalled.filter(Boolean).length, silent}
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
  {withinMs = 10_000, signal}: {withinMs?: number; signal?: AbortSignal | undefined} = {},
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
  const relay = record?.links?.process ?? null
  const unrecorded = await findUnrecorded(directory, record)
  const helpers = await findUnrecordedHelpers(directory)
  return eachOnce([...recorded, ...healers, ...(relay === null ? [] : [relay]), ...unrecorded, ...helpers])
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
  if (!mayBeInContainers(record)) return
  // The other hosts may be away.
  const own = record.plan.instances.filter((instance) => instance.name === name)
  const engines = enginesOf(record, own.length > 0 ? own : record.plan.instances)
  await host.clear(directory, {name, engines})
}

/** Of one without a record nobody knows. */
function mayBeInContainers(record: DeploymentRecord | undefined): boolean {
  return record === undefined || record.server.image !== undefined
}

/** Those that instances of it run on. */
function enginesOf(
  {server: {image}}: DeploymentRecord,
  instances: DeploymentRecord['plan']['instances'],
): readonly EngineAt[] {
  const contexts = new Set(instances.map(({onHost}) => onHost))
  const here = image?.engine ?? 'docker'
  return [...contexts].map((context) => ({engine: context === undefined ? here : 'docker', context}))
}

function eachOnce(identities: readonly ProcessIdentity[]): readonly ProcessIdentity[] {
  // The pids of other hosts are none of here.
  return [
    ...new Map(identities.map((identity) => [`${identity.pid} ${identity.startedAt}`, identity])).values(),
  ]
}
