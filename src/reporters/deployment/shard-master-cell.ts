import type {MasterStatus} from '../../core/status/status.ts'
import type {Theme} from '../kit/theme.ts'

/**
 * Who is master of a shard, and whether it serves. Where several say that they are, as after a cut, each is named with
 * what it does: in a cluster that is no stalemate, since one of them serves or has the newer configuration.
 */
export function shardMasterCell(master: MasterStatus, theme: Theme): string {
  const {instance, address, claimedBy, shard} = master
  if (instance === null) return theme.bad('no master')
  const servedBy = shard?.servedBy ?? []
  const others = claimedBy.filter((name) => name !== instance)
  const [also, only] = [
    others.filter((name) => servedBy.includes(name)),
    others.filter((name) => !servedBy.includes(name)),
  ].map((names) => names.join(' and '))
  return [
    `${theme.role('master', instance)} ${address}`,
    ...(servedBy.includes(instance) || shard?.slotCount === 0 ? [] : [theme.bad('serves nothing')]),
    ...(also ? [theme.bad(`${also} serves it too`)] : []),
    ...(only ? [theme.warn(`${only} claims it, and serves nothing`)] : []),
  ].join(', ')
}
