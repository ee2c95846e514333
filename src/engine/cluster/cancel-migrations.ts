import type {CancelledMigration} from '../../core/contract/reshard-report.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {appendJournal} from '../state/journal.ts'
import {Nodes} from './nodes.ts'
import {requireCluster} from './reshard.ts'
import {dialectOf, requireAtomicSlots} from './slot-migrations.ts'

/**
 * Cancels whatever slots are on their way whole: they stay where they are. The deployment is not locked for it, since another command
 * may wait for its end.
 *
 * @throws RedislabError WRONG_STATE when it is no cluster or a node refuses, SERVER_LACKS
 */
export async function cancelMigrations(
  deployment: Deployment,
  {
    signal,
    only,
  }: {
    readonly signal?: AbortSignal | undefined
    /** The node whose migrations are cancelled; by default all masters'. */
    readonly only?: string | undefined
  } = {},
): Promise<readonly CancelledMigration[]> {
  const status = await deployment.status({signal})
  requireCluster(status)
  const {plan, server} = deployment.record
  requireAtomicSlots(server)
  const dialect = dialectOf(server.flavour)
  using nodes = new Nodes(deployment.record)
  const masters = status.instances.filter(({role, state}) => role === 'master' && state === 'running')
  const planned = plan.instances.filter(({name}) => masters.some((master) => master.name === name))
  const nameOf = await namesById(nodes, planned)
  const cancelled: CancelledMigration[] = []
  for (const node of planned.filter(({name}) => only === undefined || name === only)) {
    const open = (await dialect.list(nodes, node)).filter(
      ({operation, outcome}) =>
        operation === dialect.drives &&
        (outcome === 'under-way' || (outcome === 'failed' && dialect.triesAgain)),
    )
    if (open.length === 0) continue
    await dialect.cancel(nodes, node)
    for (const {id, slots, source, target} of open) {
      const one = {id, from: nameOf(source), to: nameOf(target), slots}
      await appendJournal(deployment.directory, new Date(), {kind: 'reshard-cancelled', ...one})
      cancelled.push(one)
    }
  }
  return cancelled
}

async function namesById(nodes: Nodes, planned: readonly PlannedInstance[]) {
  const ids = await Promise.all(
    // One that does not answer keeps no other from being asked.
    planned.map(async (node) => {
      const id = await nodes.call(node, 'CLUSTER', 'MYID').catch(() => '')
      return [String(id), node.name] as const
    }),
  )
  const names = new Map(ids)
  return (id: string) => names.get(id) ?? id.slice(0, 8)
}
