import {readFile} from 'node:fs/promises'
import {RedislabError} from '../../core/errors/errors.ts'
import type {Plan} from '../../core/topology/plan.ts'

/** Clients, and what Node keeps for itself. */
const reserve = 50

/**
 * How many descriptors the link relay of a deployment needs: two for each connection between instances, and one for each
 * instance to listen on. A sentinel has two connections to each data instance and one to each other sentinel; nodes of
 * a cluster have one to each other node and take one from it.
 */
export function descriptorsOfRelay({instances, mode}: Plan): number {
  const sentinels = instances.filter(({kind}) => kind === 'sentinel').length
  const data = instances.length - sentinels
  const among = mode === 'cluster' ? data * (data - 1) : 0
  const connections = 2 * sentinels * data + sentinels * (sentinels - 1) + among + data
  return 2 * connections + instances.length + reserve
}

/**
 * Finds out before anything is started whether the relay may open the connections that it must carry: with too few it
 * would carry some, and sentinels would take the rest for dead.
 *
 * @throws RedislabError SYSTEM_LIMIT
 */
export async function checkOpenFiles(plan: Plan): Promise<void> {
  const needed = descriptorsOfRelay(plan)
  // Node raises the soft limit to the hard one. Where there is no /proc, nothing is known of it.
  const limits = await readFile('/proc/self/limits', 'utf8').catch(ignoreMissing)
  const most = Number(/^Max open files\s+\S+\s+(\d+)/m.exec(limits ?? '')?.[1] ?? Number.POSITIVE_INFINITY)
  if (most >= needed) return
  throw new RedislabError(
    'SYSTEM_LIMIT',
    `The links of ${plan.topology} take ${needed} open files in one process, and ${most} are allowed here.`,
    {
      suggestions: ['Raise the limit: ulimit -n 4096', 'Or leave out --links.'],
      details: {needed, allowed: most},
    },
  )
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
