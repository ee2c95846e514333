import {RedislabError} from '../../core/errors/errors.ts'
import type {Flavour, ServerVersion} from '../../core/redis/server-version.ts'
import {parseSlotMigrations, type SlotMigration} from '../../core/redis/slot-migrations.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {toRanges} from '../../core/topology/slots.ts'
import {requireFeature} from '../servers/require-feature.ts'
import {waitFor} from '../time/wait.ts'
import type {Nodes} from './nodes.ts'

/** From which node to which slots go. */
export interface Route {
  readonly from: PlannedInstance
  readonly to: PlannedInstance
}

/** How a server moves slots whole: in two dialects, and driven from opposite ends. */
export interface MigrationDialect {
  /** The node that is asked: the one that gets the slots (Redis), or the one that has them (Valkey). */
  readonly driver: (route: Route) => PlannedInstance
  /** Begins one. Returns its id. */
  readonly begin: (nodes: Nodes, route: Route, slots: readonly number[]) => Promise<string>
  /** All that a node remembers, also those that are over. */
  readonly list: (nodes: Nodes, node: PlannedInstance) => Promise<readonly SlotMigration[]>
  /** Cancels all that a node drives. */
  readonly cancel: (nodes: Nodes, node: PlannedInstance) => Promise<void>
  /** Which of those that a node tells of it drives. */
  readonly drives: SlotMigration['operation']
  /** A node takes part in one at a time. */
  readonly oneAtATime: boolean
  /** The server tries one that failed again, by itself. */
  readonly triesAgain: boolean
}

/** @throws RedislabError SERVER_LACKS */
export function requireAtomicSlots(server: ServerVersion): void {
  requireFeature('atomicSlots', server, {
    what: 'slots that move whole (CLUSTER MIGRATION IMPORT, CLUSTER MIGRATESLOTS)',
    topology: 'up 3m --cluster',
  })
}

/** redis 8.4: cluster_asm.c, CLUSTER MIGRATION. */
const redis: MigrationDialect = {
  driver: ({to}) => to,
  drives: 'import',
  oneAtATime: true,
  triesAgain: true,
  begin: async (nodes, {to}, slots) =>
    String(await nodes.call(to, 'CLUSTER', 'MIGRATION', 'IMPORT', ...rangesOf(slots))),
  list: async (nodes, node) =>
    parseSlotMigrations(await nodes.call(node, 'CLUSTER', 'MIGRATION', 'STATUS', 'ALL')),
  cancel: async (nodes, node) => {
    await nodes.call(node, 'CLUSTER', 'MIGRATION', 'CANCEL', 'ALL')
  },
}

/** For a job to be listed that was accepted. */
const listedWithinMs = 2000

/** valkey 9.0: cluster_migrateslots.c, CLUSTER MIGRATESLOTS. */
const valkey: MigrationDialect = {
  driver: ({from}) => from,
  drives: 'export',
  oneAtATime: false,
  triesAgain: false,
  begin: async (nodes, {from, to}, slots) => {
    const before = new Set((await valkey.list(nodes, from)).map(({id}) => id))
    const target = String(await nodes.call(to, 'CLUSTER', 'MYID'))
    await nodes.call(from, 'CLUSTER', 'MIGRATESLOTS', 'SLOTSRANGE', ...rangesOf(slots), 'NODE', target)
    // It says OK, and no name.
    const job = await waitFor(
      async () => {
        const jobs = await valkey.list(nodes, from)
        return jobs.find((it) => !before.has(it.id) && it.operation === 'export' && it.target === target)
      },
      {withinMs: listedWithinMs, everyMs: 5},
    )
    if (job !== undefined) return job.id
    throw new RedislabError(
      'WRONG_STATE',
      `${from.name} took the migration to ${to.name}, and does not list it.`,
      {
        suggestions: ['redislab status shows where the slots are; redislab timeline says how it ended.'],
      },
    )
  },
  list: async (nodes, node) => parseSlotMigrations(await nodes.call(node, 'CLUSTER', 'GETSLOTMIGRATIONS')),
  cancel: async (nodes, node) => {
    await nodes.call(node, 'CLUSTER', 'CANCELSLOTMIGRATIONS')
  },
}

export function dialectOf(flavour: Flavour): MigrationDialect {
  return flavour === 'valkey' ? valkey : redis
}

/** `0 99 200 201` */
function rangesOf(slots: readonly number[]): readonly number[] {
  return toRanges(slots).flatMap(({first, last}) => [first, last])
}
