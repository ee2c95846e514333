import type {MigrationReport, ReshardReport} from '../../core/contract/reshard-report.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {masterlessError} from '../../core/status/masterless.ts'
import {joinNames} from '../../core/text/join-names.ts'
import {formatDuration} from '../../core/time/duration.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {formatSlots, toRanges} from '../../core/topology/slots.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {appendJournal} from '../state/journal.ts'
import {cancelMigrations} from './cancel-migrations.ts'
import {findEmptied} from './emptied.ts'
import {Nodes} from './nodes.ts'
import {findMaster, ownersOf, requireCluster} from './reshard.ts'
import {dialectOf, requireAtomicSlots} from './slot-migrations.ts'
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
 * Others may change the deployment while slots are on their way: one may kill a node, to see where they end up.
 *
 * @throws RedislabError SERVER_LACKS, WRONG_STATE when it is no cluster, a slot has no master, a node refuses or the migration
 * fails; OPTION_INVALID when the target is not one master; TIMED_OUT; DEPLOYMENT_BUSY
 */
export async function reshardAtomic(
  deployment: Deployment,
  options: AtomicReshardOptions,
): Promise<ReshardReport> {
  const {slots, wait = true, withinMs = usualMs, signal} = options
  const {to, already, sources} = await plan(deployment, options)
  const {oneAtATime} = dialectOf(deployment.record.server.flavour)
  if (!wait && oneAtATime && sources.length > 1) throw oneSource(sources)
  using nodes = new Nodes(deployment.record)
  const deadline = Date.now() + withinMs
  const migrations: MigrationReport[] = []
  let keys = 0
  for (const source of sources) {
    const begun = await deployment.exclusively(() => begin(deployment, nodes, {...source, to}), {signal})
    const shown = {id: begun.id, from: source.from.name, to: to.name, slots: named(source.slots)}
    if (!wait) migrations.push({...shown, state: 'begun', ms: null})
    else {
      const watched = await watch(deployment, nodes, begun, {...options, deadline, withinMs})
      keys += watched.keys
      migrations.push({...shown, ...watched.report})
    }
  }
  const ours = slots.filter((slot) => !already.includes(slot))
  const [moved, open] = wait ? [ours, []] : [[], ours]
  // Masters without slots belong to another shard now: the record changes.
  const givers = sources.map(({from}) => from.name)
  return {
    to: to.name,
    moved: named(moved),
    movedCount: moved.length,
    already: named(already),
    alreadyCount: already.length,
    open: named(open),
    openCount: open.length,
    keys,
    emptied: wait ? await deployment.exclusively(() => findEmptied(deployment, givers), {signal}) : [],
    migrations,
  }
}

function named(slots: readonly number[]): string {
  return formatSlots(toRanges(slots))
}

interface Source {
  readonly from: PlannedInstance
  readonly slots: readonly number[]
}

/** Which slots come from where. */
async function plan(deployment: Deployment, {slots, to: target, signal}: AtomicReshardOptions) {
  const status = await deployment.status({signal})
  requireCluster(status)
  const {server} = deployment.record
  requireAtomicSlots(server)
  const to = await findMaster(deployment, target)
  const owners = ownersOf(status)
  const masterless = slots.find((slot) => !owners.has(slot))
  if (masterless !== undefined) throw masterlessError(status, masterless)
  const ownedBy = (name: string) => slots.filter((slot) => owners.get(slot) === name)
  const sources = deployment.record.plan.instances.flatMap((from): readonly Source[] => {
    const its = from.name === to.name ? [] : ownedBy(from.name)
    return its.length === 0 ? [] : [{from, slots: its}]
  })
  return {to, already: ownedBy(to.name), sources}
}

async function begin(
  {directory, record}: Deployment,
  nodes: Nodes,
  {from, to, slots}: Source & {readonly to: PlannedInstance},
): Promise<UnderWay> {
  const startedAt = new Date()
  const id = await dialectOf(record.server.flavour).begin(nodes, {from, to}, slots)
  const ends = {from: from.name, to: to.name}
  await appendJournal(directory, startedAt, {kind: 'reshard-begun', slots: named(slots), ...ends, id})
  return {id, route: {from, to}, slots, startedAt: startedAt.getTime()}
}

interface WatchingOptions extends Pick<AtomicReshardOptions, 'signal' | 'onProgress'> {
  readonly deadline: number
  readonly withinMs: number
}

/** What is not over when it fails, or when nobody waits any more, is cancelled. */
async function watch(
  deployment: Deployment,
  nodes: Nodes,
  underWay: UnderWay,
  {withinMs, ...options}: WatchingOptions,
) {
  const {from, to} = underWay.route
  const slots = named(underWay.slots)
  try {
    const dialect = dialectOf(deployment.record.server.flavour)
    const watched = await watchMigration(nodes, underWay, {...options, dialect})
    if (watched === undefined) {
      const time = formatDuration(withinMs)
      throw new RedislabError(
        'TIMED_OUT',
        `Slots ${slots} did not get from ${from.name} to ${to.name} within ${time}: they are being called back.`,
        {suggestions: ['Give them more time: --within 5m', 'See what held them up: redislab timeline']},
      )
    }
    const {keys} = watched
    const entry = {kind: 'slots-moved', slots, to: to.name, keys, open: 0, atomic: true} as const
    await appendJournal(deployment.directory, new Date(), entry)
    return watched
  } catch (error) {
    // What is over by now cannot be cancelled, and who is gone cannot be asked: the error that led here is the one to tell.
    const driver = dialectOf(deployment.record.server.flavour).driver(underWay.route)
    await cancelMigrations(deployment, {only: driver.name}).catch(() => undefined)
    throw error
  }
}

/** Redis imports from one node at a time (cluster_asm.c: "another ASM task is already in progress"). */
function oneSource(sources: readonly Source[]): RedislabError {
  const givers = joinNames(sources.map(({from}) => from.name))
  const [first] = sources
  return new RedislabError(
    'OPTION_INVALID',
    `These slots are those of ${givers}, and Redis gets slots from one master at a time.`,
    {
      suggestions: [
        'Wait for each: leave --no-wait out',
        `Or move those of one: redislab reshard ${first === undefined ? '' : named(first.slots)} --atomic --no-wait`,
      ],
    },
  )
}
