import {RedislabError} from '../../core/errors/errors.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import {balanceSlots, type SlotHolder, type SlotMove, shareSlots} from '../../core/topology/share-slots.ts'
import {expandSlots, parseSlots} from '../../core/topology/slots.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {openSlotsOf, requireCluster, takeSlots} from './reshard.ts'

/** Which slots are to be moved, in the words of `redislab reshard`. */
export interface MoveWish {
  /** `866`, `0-100`, `0-100,866`, `slot:866`, `key:foo`. */
  readonly slots?: string | undefined
  /** Instead: the master whose first slots they are, and how many; all of them by default. */
  readonly from?: string | undefined
  readonly count?: number | undefined
  /** A target. `all`: all masters, so that each has the same share; from one of them, all others. */
  readonly to?: string | undefined
  /** Instead of all that: the slots that are open, where they were going. */
  readonly finish?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Finds which slots go where.
 *
 * @throws RedislabError USAGE, OPTION_INVALID, WRONG_STATE when it is no cluster, TARGET_NOT_FOUND, TARGET_AMBIGUOUS
 */
export async function findMoves(deployment: Deployment, wish: MoveWish): Promise<readonly SlotMove[]> {
  const {slots, from, count, to, finish = false, signal} = wish
  if (finish) return findOpen(deployment, signal)
  if (slots !== undefined && from !== undefined) {
    throw new RedislabError('USAGE', 'SLOTS and --from cannot be used together: each says which slots.', {
      suggestions: [
        'By number: redislab reshard 0-100 --to shard:2',
        'Those of a master: redislab reshard --from shard:1 --to shard:2',
      ],
    })
  }
  if (to === undefined) throw unclear()
  if (slots !== undefined) return [{slots: parseSlots(slots), to}]
  if (from === undefined && to !== everybody) throw unclear()
  const status = await deployment.status({signal})
  requireCluster(status)
  if (from === undefined) return balanceSlots(holdersIn(status))
  const giver = await findGiver(deployment, from, signal)
  const given = takeSlots(status, giver, count)
  if (given.length === 0) return []
  return to === everybody ? shareSlots(given, othersThan(giver, status)) : [{slots: given, to}]
}

/** Slots are shared among all masters. */
const everybody = 'all'

function unclear(): RedislabError {
  return new RedislabError('USAGE', 'It is not said which slots go where.', {
    suggestions: [
      'redislab reshard 0-100 --to shard:2',
      'redislab reshard --from shard:1 --count 100 --to shard:2',
      'The same share for each master: redislab reshard --to all',
    ],
  })
}

async function findGiver(
  deployment: Deployment,
  target: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const found = await deployment.resolve([target], {signal})
  // All of a shard stands for its master.
  const [master, second] = found.filter(({role}) => role === 'master')
  if (master !== undefined && second === undefined) return master.name
  const why =
    second === undefined ? 'is no master: it has no slots' : 'is more than one master: slots come from one'
  throw new RedislabError('OPTION_INVALID', `${target} ${why}.`, {
    suggestions: ['See who has which: redislab status'],
  })
}

function othersThan(giver: string, status: DeploymentStatus): readonly SlotHolder[] {
  const others = holdersIn(status).filter(({name}) => name !== giver)
  if (others.length > 0) return others
  throw new RedislabError('WRONG_STATE', `There is no other master that the slots of ${giver} could go to.`, {
    suggestions: ['See who is: redislab status'],
  })
}

function holdersIn({masters}: DeploymentStatus): readonly SlotHolder[] {
  return masters.flatMap(({instance, shard}) =>
    instance === null ? [] : [{name: instance, slots: expandSlots(shard?.slots ?? '')}],
  )
}

async function findOpen(
  deployment: Deployment,
  signal: AbortSignal | undefined,
): Promise<readonly SlotMove[]> {
  const status = await deployment.status({signal})
  requireCluster(status)
  const open = openSlotsOf(status)
  return [...new Set(open.map(({to}) => to))].map((to) => ({
    to,
    slots: open.filter((one) => one.to === to).map(({slot}) => slot),
  }))
}
