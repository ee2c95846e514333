import {RedislabError} from '../../core/errors/errors.ts'
import type {SlotMigration} from '../../core/redis/slot-migrations.ts'
import {formatSlots, toRanges} from '../../core/topology/slots.ts'
import {sleep, waitFor} from '../time/wait.ts'
import type {Nodes} from './nodes.ts'
import type {MigrationDialect, Route} from './slot-migrations.ts'

/** A migration that was begun. */
export interface UnderWay {
  readonly id: string
  readonly route: Route
  readonly slots: readonly number[]
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

export interface WatchOptions {
  readonly dialect: MigrationDialect
  /** Milliseconds since 1970. */
  readonly deadline: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: string) => void) | undefined
}

const everyMs = 20
/** For the other node to know that it is over, too. */
const pauseKnownWithinMs = 500

/**
 * Asks the node that drives a migration until it is over.
 *
 * @returns undefined when it was not over in time
 * @throws RedislabError WRONG_STATE when it failed or was cancelled, or the node does not answer any more
 */
export async function watchMigration(
  nodes: Nodes,
  {id, route, slots, startedAt}: UnderWay,
  {dialect, deadline, signal, onProgress}: WatchOptions,
) {
  const {from, to} = route
  const driver = dialect.driver(route)
  const named = formatSlots(toRanges(slots))
  let state = ''
  while (true) {
    signal?.throwIfAborted()
    const now = await look()
    if (now !== undefined && now.state !== state) {
      state = now.state
      onProgress?.(`slots ${named} from ${from.name} to ${to.name}: ${state}`)
    }
    if (now?.outcome === 'done') break
    const isGivenUp = now?.outcome === 'failed' && !dialect.triesAgain
    if (now === undefined || isGivenUp || now.outcome === 'cancelled') throw failed(now)
    if (Date.now() >= deadline) return undefined
    await sleep(everyMs, signal)
  }
  const ms = Date.now() - startedAt
  const keys = await countKeys(nodes, route, slots)
  const writePauseMs = await findPause()
  const pause = writePauseMs === undefined ? {} : {writePauseMs}
  return {keys, report: {state, ms, ...pause}}

  async function look(): Promise<SlotMigration | undefined> {
    try {
      return (await dialect.list(nodes, driver)).find((one) => one.id === id)
    } catch (error) {
      throw new RedislabError(
        'WRONG_STATE',
        `${driver.name} stopped answering while slots ${named} were on their way from ${from.name} to ${to.name}.`,
        {
          suggestions: ['Who has them now: redislab status', 'What happened: redislab explain'],
          details: {instance: driver.name, slots: named},
          cause: error,
        },
      )
    }
  }

  function failed(now: SlotMigration | undefined): RedislabError {
    const was = now?.outcome === 'cancelled' ? 'was cancelled' : 'failed'
    const why = now?.reason == null ? '' : `: ${now.reason}`
    return new RedislabError(
      'WRONG_STATE',
      `The migration of slots ${named} from ${from.name} to ${to.name} ${was}${why}`.replace(/\.?$/, '.'),
      {
        suggestions: ['Who has them now: redislab status', 'What happened: redislab explain'],
        details: {slots: named, from: from.name, to: to.name, state: now?.state ?? null},
      },
    )
  }

  async function findPause(): Promise<number | undefined> {
    // The list of the node that gives them. It may have gone by now; then its pause is not known.
    const list = () => dialect.list(nodes, from).catch(() => [])
    const source = await waitFor(
      async () => (await list()).find((one) => one.id === id && one.outcome === 'done'),
      {withinMs: pauseKnownWithinMs, everyMs, signal},
    )
    return source?.writePauseMs ?? undefined
  }
}

/** How many keys the slots have, where they are now, in all databases. */
async function countKeys(nodes: Nodes, {to}: Route, slots: readonly number[]): Promise<number> {
  const databases = await nodes.databasesWithKeys(to)
  const counts = await Promise.all(
    databases.flatMap((database) =>
      slots.map((slot) => nodes.callIn(database, to, 'CLUSTER', 'COUNTKEYSINSLOT', slot)),
    ),
  )
  return counts.reduce<number>((sum, count) => sum + Number(count), 0)
}
