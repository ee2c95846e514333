import {RedislabError} from '../../core/errors.ts'
import {parseSlots} from '../../core/topology/slots.ts'
import type {Deployment} from '../deployment.ts'
import {openSlotsOf, requireCluster, takeSlots} from './reshard.ts'

/** Slots that go to the same master. */
export interface SlotMove {
  readonly slots: readonly number[]
  /** A target. */
  readonly to: string
}

/** Which slots are to be moved, in the words of `redislab reshard`. */
export interface MoveWish {
  /** `866`, `0-100`, `0-100,866`. */
  readonly slots?: string | undefined
  /** Instead: the master whose first slots they are, and how many. */
  readonly from?: string | undefined
  readonly count?: number | undefined
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
  const {slots, from, count = 0, to, finish = false, signal} = wish
  if (finish) return findOpen(deployment, signal)
  if (to === undefined || (slots === undefined) === (from === undefined)) {
    throw new RedislabError('USAGE', 'Which slots, and where to?', {
      suggestions: [
        'redislab reshard 0-100 --to shard:2',
        'redislab reshard --from shard:1 --count 100 --to shard:2',
      ],
    })
  }
  if (slots !== undefined) return [{slots: parseSlots(slots), to}]
  const status = await deployment.status({signal})
  requireCluster(status)
  const found = await deployment.resolve([from ?? ''], {signal})
  const master = found.find(({role}) => role === 'master')?.name ?? ''
  return [{slots: takeSlots(status, master, count), to}]
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
