import type {AddReport, RemoveReport} from '../../core/contract/membership-report.ts'
import {nameFlagOf} from '../../core/text/name-flag.ts'
import {formatDuration} from '../../core/time/duration.ts'
import type {NextStep} from '../kit/notes.ts'
import {renderReport} from '../kit/report.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'
import {renderReshard} from './reshard-view.ts'

/** What `add` did: which instance there is now, and what to do with it. */
export function renderAdded(
  {added, readyMs}: AddReport,
  deployment: string,
  theme: Theme = stdoutTheme,
): string {
  const {name, address, pid, masterName, replicaOf} = added
  const what = replicaOf === undefined ? `${masterName}, a master without slots` : `a replica of ${replicaOf}`
  const headline = `${theme.good('✔')} ${theme.strong(name)} is ${what}, at ${address} (pid ${pid})  ${theme.dim(`after ${formatDuration(readyMs)}`)}`
  const next: NextStep =
    replicaOf === undefined
      ? ['redislab reshard --to all', 'gives each master an equal share of the slots']
      : ['redislab status', 'see how they are now']
  return renderReport({headline, next: [next]}, {theme, nameFlag: nameFlagOf(deployment)})
}

/** What `remove` did: where the slots and the replicas of the instance went. */
export function renderRemovedInstance(
  {removed, replicas, moves}: RemoveReport,
  deployment: string,
  theme: Theme = stdoutTheme,
): string {
  const {name, role, address} = removed
  const was = role === 'unknown' ? address : `a ${role} at ${address}`
  return [
    ...(moves.length === 0 ? [] : [renderReshard(moves, {nothing: '', deployment}, theme)]),
    ...replicas.map((it) => `${theme.good('✔')} ${it.name} replicates from ${it.replicaOf} now`),
    `${theme.good('✔')} ${theme.strong(name)} is gone, with its folder  ${theme.dim(was)}`,
  ].join('\n')
}
