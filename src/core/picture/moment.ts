import {formatAddress, type Plan} from '../topology/plan.ts'
import type {InstanceKind} from '../words.ts'
import type {BandState, Picture, View} from './picture.ts'
import type {Belief} from './view-log.ts'

/** What an instance was at a moment, as logs tell it. */
export interface InstanceThen {
  readonly name: string
  readonly kind: InstanceKind
  /** `unknown`: no line tells it by then. */
  readonly state: BandState
  /** `host:port`; null where no line shows it. */
  readonly address: string | null
  /** Of a replica: whom it copied from; an address where that is nobody's. */
  readonly replicaOf: string | null
  /** Of a replica: whether it was in step with it; null where nothing shows it. */
  readonly linkUp: boolean | null
  /** What it believed of each master group. */
  readonly views: readonly (Belief & Pick<View, 'group'>)[]
}

/**
 * What a picture shows of one moment.
 *
 * @param picture of everything until then
 * @param at milliseconds since 1970
 */
export function momentOf(
  {instances}: Plan,
  {bands, follows, views}: Picture,
  at: number,
): readonly InstanceThen[] {
  return instances.map((instance): InstanceThen => {
    const {name, kind, host} = instance
    const band = bands.findLast((one) => one.instance === name && one.from <= at && at <= one.to)
    const state = band?.state ?? 'unknown'
    const follow = follows.findLast((one) => one.instance === name && one.at <= at)
    const isReplica = state === 'replica' || state === 'loading'
    const own = views.filter(({viewer, at: since}) => viewer === name && since <= at)
    const groups = [...new Set(own.map(({group}) => group))]
    return {
      name,
      kind,
      state,
      address: host === '?' ? null : formatAddress(instance),
      replicaOf: isReplica ? (follow?.of ?? null) : null,
      linkUp: isReplica && follow !== undefined ? follow.isUp : null,
      views: groups.flatMap((group) => {
        const latest = own.findLast((view) => view.group === group)
        if (latest === undefined) return []
        const {master, doubt, epoch, vote} = latest
        return [{group, master, doubt, epoch, vote}]
      }),
    }
  })
}
