import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import {removeLostContainers} from '../host/containers.ts'
import {findRemoved} from '../instances/unrecorded.ts'
import {runDirectoryOf} from '../state/deployment-name.ts'
import {resolveHome} from '../state/home.ts'
import {sweepLocks} from '../state/lock.ts'
import {readRecord} from '../state/record.ts'
import {requireRecord} from '../state/require-record.ts'
import {listRunDirectories} from '../state/run-directories.ts'
import {settleAll} from '../time/settle.ts'
import {removeDeployment, removeIfDead, stopDeployment} from './remove-deployment.ts'
import {listSummaries} from './summaries.ts'

export interface TakenDown {
  readonly name: string
  /** How many processes were ended. */
  readonly ended: number
  /** It was opened from files, and nothing of it ran here: it was forgotten. */
  readonly wasOpened?: boolean
  /** Other hosts that did not answer, and may have containers of it. */
  readonly silent?: readonly string[]
}

/**
 * Takes one deployment down, or all of them when no name is given. One whose record is damaged is removed as well.
 *
 * @throws RedislabError DEPLOYMENT_NOT_FOUND
 */
export async function takeDown({
  name,
  keep,
  home = resolveHome(),
  signal,
}: {
  name: string | undefined
  keep: boolean
  home?: string
  /** Ends waiting for another command; what was begun is finished. */
  signal?: AbortSignal | undefined
}): Promise<readonly TakenDown[]> {
  const present = [...(await listRunDirectories(home)), ...(keep ? [] : await findRemoved(home))]
  if (name !== undefined && !present.includes(name)) await requireRecord(home, name)
  const names = name === undefined ? present : [name]
  const taken = await settleAll(
    names.map(async (each) => {
      const wasOpened = await isOpened(home, each)
      if (keep) {
        const ended = await stopIfReadable(home, each, {wasNamed: name !== undefined, signal})
        return {name: each, wasOpened, ended}
      }
      const {count, silent} = await removeDeployment(home, each, {signal})
      return {name: each, wasOpened, ended: count, silent}
    }),
  )
  await sweepLocks(home)
  return taken
}

/** Whether it was opened from files. Of what cannot be read nobody knows: that it cannot be is said when it is taken down. */
async function isOpened(home: string, name: string): Promise<boolean> {
  return await readRecord(runDirectoryOf(home, name)).then(
    (record) => record?.opened !== undefined,
    (error: unknown) => {
      if (error instanceof RedislabError) return false
      throw error
    },
  )
}

/** With --all --keep, what cannot be read is left for `clean`. */
async function stopIfReadable(
  home: string,
  name: string,
  {wasNamed, signal}: {readonly wasNamed: boolean; readonly signal: AbortSignal | undefined},
): Promise<number> {
  try {
    return await stopDeployment(home, name, {signal})
  } catch (error) {
    if (wasNamed || !hasErrorCode(error, 'STATE_UNREADABLE')) throw error
    return 0
  }
}

/**
 * Removes what is left of deployments whose processes have all ended or whose record cannot be read, and ends servers
 * whose run directory was removed under them.
 */
export async function cleanUp({home = resolveHome()}: {home?: string} = {}): Promise<{
  readonly removed: readonly TakenDown[]
  /** Names of those that looked dead, and then were found alive or busy. */
  readonly left: readonly string[]
  /** Other hosts that did not answer: what is left there is found the next time. */
  readonly silent: readonly string[]
}> {
  const summaries = await listSummaries({home})
  const leftovers = summaries.filter(({state}) => state === 'dead' || state === 'damaged')
  const names = [...leftovers.map(({name}) => name), ...(await findRemoved(home))]
  const all = await settleAll(names.map(async (name) => ({name, ended: await removeIfDead(home, name)})))
  const {lost, silent} = await removeLostContainers(home)
  await sweepLocks(home)
  return {
    removed: [
      ...all.flatMap(({name, ended}) => (ended === undefined ? [] : [{name, ended: ended.count}])),
      ...lost.map((name) => ({name, ended: 0})),
    ],
    left: all.flatMap(({name, ended}) => (ended === undefined ? [name] : [])),
    silent,
  }
}
