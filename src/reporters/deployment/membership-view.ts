import type {AddReport, RemoveReport} from '../../core/contract/membership-report.ts'
import {formatDuration} from '../../core/time/duration.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'
import {renderReshard} from './reshard-view.ts'

/** What came of `add`: who is there now, and what to do with it. */
export function renderAdded(
  {added, readyMs}: AddReport,
  nameFlag: string,
  theme: Theme = stdoutTheme,
): string {
  const {name, address, pid, masterName, replicaOf} = added
  const what = replicaOf === undefined ? `${masterName}, a master without slots` : `a replica of ${replicaOf}`
  const head = `${theme.good('✔')} ${theme.strong(name)} is ${what}, at ${address} (pid ${pid})  ${theme.dim(`after ${formatDuration(readyMs)}`)}`
  const next =
    replicaOf === undefined
      ? [`redislab reshard --to all${nameFlag}`, 'gives each master an equal share of the slots']
      : [`redislab status${nameFlag}`, 'see how they are now']
  return `${head}\n  ${theme.command(next[0] ?? '')}  ${next[1]}`
}

/** What came of `remove`: where its slots and its replicas went. */
export function renderRemovedInstance(
  {removed, replicas, moves}: RemoveReport,
  nameFlag: string,
  theme: Theme = stdoutTheme,
): string {
  const {name, role, address} = removed
  const was = role === 'unknown' ? address : `a ${role} at ${address}`
  return [
    ...(moves.length === 0 ? [] : [renderReshard(moves, {nothing: '', nameFlag}, theme)]),
    ...replicas.map((it) => `${theme.good('✔')} ${it.name} replicates from ${it.replicaOf} now`),
    `${theme.good('✔')} ${theme.strong(name)} is gone, with its folder  ${theme.dim(was)}`,
  ].join('\n')
}
