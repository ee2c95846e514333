import type {MigrationReport, ReshardReport} from '../../core/contract/reshard-report.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {masterlessError} from '../../core/status/masterless.ts'
import {formatDuration} from '../../core/time/duration.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {formatSlots, toRanges} from '../../core/topology/slots.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {requireFeature} from '../servers/require-feature.ts'
import {appendJournal} from '../state/journal.ts'
import {cancelMigrations} from './cancel-migrations.ts'
import {findEmptied} from './emptied.ts'
import {Nodes} from './nodes.ts'
import {findMaster, ownersOf, requireCluster} from './reshard.ts'
import {dialectOf} from './slot-migrations.ts'
import {type UnderWay, watchMigration} from './watch-migration.ts'

export interface AtomicReshardOptions {
  /** The slots to move. */
  readonly slots: readonly number[]
  /** The master that they go to: a target. */
  readonly to: string
  /** Whether to wait until they are there. @default true */
  readonly wait?: boolean | undefined
  /** For how long to wait, in milliseconds; then the migration is cancelled. @default 60 000 */
  readonly withinMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Called with what the server says of a migration, each time that it changes. */
  readonly onProgress?: ((progress: string) => void) | undefined
}

const usualMs = 60_000

/**
 * Moves slots whole: their keys are copied while clients go on at the old master, which takes no writes only in the moment in
 * which the slots change hands. CLUSTER MIGRATION IMPORT of Redis 8.4, CLUSTER MIGRATESLOTS of Valkey 9.0.
 *
 * Others may change the deployment while slots are on their way: one may kill a node, to see what becomes of them.
 *
 * @throws RedislabError SERVER_LACKS, WRONG_STATE when it is no cluster, a slot has no master, a node refuses or the migration
 * fails; OPTION_INVALID when the target is not one master; TIMED_OUT; DEPLOYMENT_BUSY
 */
export async function reshardAtomic(
  deployment: Deployment,
  options: AtomicReshardOptions,
): Promise<ReshardReport> {
  const {wait = true, withinMs = usualMs, signal} = options
  using nodes = new Nodes(deployment.record)
  const begun = await deployment.exclusively(() => begin(deployment, nodes, options), {signal})
  const {to, already, underWay} = begun
  const migrations: MigrationReport[] = underWay.map(
    ({id, route, slots}): MigrationReport => ({
      id,
      from: route.from.name,
      to: to.name,
      slots: formatSlots(toRanges(slots)),
      state: 'begun',
      ms: null,
    }),
  )
  const allSlots = underWay.flatMap(({slots}) => slots)
  const shared = {
    to: to.name,
    already: formatSlots(toRanges(already)),
    alreadyCount: already.length,
  }
  if (!wait) {
    const open = {open: formatSlots(toRanges(allSlots)), openCount: allSlots.length}
    return {...shared, moved: '', movedCount: 0, ...open, keys: 0, emptied: [], migrations}
  }
  const done = await watchAll(deployment, nodes, underWay, {...options, withinMs})
  const keys = done.reduce((sum, one) => sum + one.keys, 0)
  // Masters without slots belong to another shard now: the record changes.
  const givers = underWay.map(({route}) => route.from.name)
  const emptied = await deployment.exclusively(() => findEmptied(deployment, givers), {signal})
  return {
    ...shared,
    moved: formatSlots(toRanges(allSlots)),
    movedCount: allSlots.length,
    open: '',
    openCount: 0,
    keys,
    emptied,
    migrations: migrations.map((one, index) => ({...one, ...done[index]?.report})),
  }
}

interface Begun {
  readonly to: PlannedInstance
  readonly already: readonly number[]
  readonly underWay: readonly UnderWay[]
}

async function begin(
  deployment: Deployment,
  nodes: Nodes,
  {slots, to: target, signal}: AtomicReshardOptions,
): Promise<Begun> {
  const status = await deployment.status({signal})
  requireCluster(status)
  const {plan, server} = deployment.record
  requireFeature('atomicSlots', server, {
    what: 'migration of whole slots (CLUSTER MIGRATION IMPORT, CLUSTER MIGRATESLOTS)',
    topology: 'up 3m --cluster',
  })
  const dialect = dialectOf(server.flavour)
  const to = await findMaster(deployment, target)
  const owners = ownersOf(status)
  const already = slots.filter((slot) => owners.get(slot) === to.name)
  const masterless = slots.find((slot) => !owners.has(slot))
  if (masterless !== undefined) throw masterlessError(status, masterless)
  const underWay: UnderWay[] = []
  for (const from of plan.instances) {
    const its = from.name === to.name ? [] : slots.filter((slot) => owners.get(slot) === from.name)
    if (its.length === 0) continue
    const route = {from, to}
    const startedAt = new Date()
    const id = await dialect.begin(nodes, route, its)
    underWay.push({id, route, slots: its, startedAt: startedAt.getTime()})
    await appendJournal(deployment.directory, startedAt, {
      kind: 'reshard-begun',
      slots: formatSlots(toRanges(its)),
      from: from.name,
      to: to.name,
      id,
    })
  }
  return {to, already, underWay}
}

interface Watched {
  readonly keys: number
  readonly report: Pick<MigrationReport, 'state' | 'ms' | 'writePauseMs'>
}

/** One after the other, as the servers do them. What is left is cancelled when one fails, or when nobody waits any more. */
async function watchAll(
  deployment: Deployment,
  nodes: Nodes,
  underWay: readonly UnderWay[],
  {withinMs, signal, onProgress}: AtomicReshardOptions & {readonly withinMs: number},
): Promise<readonly Watched[]> {
  const dialect = dialectOf(deployment.record.server.flavour)
  const deadline = Date.now() + withinMs
  const done: Watched[] = []
  for (const one of underWay) {
    const {from, to} = one.route
    const slots = formatSlots(toRanges(one.slots))
    try {
      const watched = await watchMigration(nodes, one, {dialect, deadline, signal, onProgress})
      if (watched === undefined)
        throw new RedislabError(
          'TIMED_OUT',
          `Slots ${slots} did not get from ${from.name} to ${to.name} within ${formatDuration(withinMs)}.`,
          {
            suggestions: [
              'Give them more time: redislab reshard --atomic --within 5m',
              'Why: redislab explain',
            ],
          },
        )
      done.push(watched)
      const {keys} = watched
      await appendJournal(deployment.directory, new Date(), {
        kind: 'slots-moved',
        slots,
        to: to.name,
        keys,
        open: 0,
        atomic: true,
      })
    } catch (error) {
      // What is over by now cannot be cancelled, and who is gone cannot be asked: the error that led here is the one to tell.
      await cancelMigrations(deployment).catch(() => undefined)
      throw error
    }
  }
  return done
}
