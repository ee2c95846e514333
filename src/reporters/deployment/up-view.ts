import {masterUrl} from '../../core/env/connection-variables.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import {alignColumns} from '../kit/table.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'
import {renderStatus} from './status-view.ts'

export interface UpResult {
  readonly status: DeploymentStatus
  readonly readyMs: number
  readonly hasPassword: boolean
}

/** What `up` prints when all is well: what runs, how to connect, and what to try next. */
export function renderUp({status, readyMs, hasPassword}: UpResult, theme: Theme = stdoutTheme): string {
  const flag = status.deployment === 'default' ? '' : ` --name ${status.deployment}`
  const sentinels = status.instances.filter(({kind}) => kind === 'sentinel').map(({address}) => address)
  const urls = status.masters.flatMap(({address}) => (address === null ? [] : [masterUrl(address)]))
  const rows = [
    [theme.dim('ready in'), `${readyMs} ms`],
    ...listed(theme.dim('connect'), urls, flag),
    ...(hasPassword ? [[theme.dim('password'), theme.command(`redislab env${flag}`)]] : []),
    ...(sentinels.length === 0
      ? []
      : [
          ...listed(theme.dim('sentinels'), inGroups(sentinels, 3), flag),
          [theme.dim('master name'), status.masters.map(({name}) => name).join(', ')],
        ]),
    ...listed(theme.dim('try next'), nextCommands(status, flag).map(theme.command), flag),
  ]
  return `${renderStatus(status, theme)}\n${alignColumns(rows).join('\n')}\n`
}

function nextCommands({mode, masters}: DeploymentStatus, flag: string): readonly string[] {
  const master = masters.length > 1 ? `${masters[0]?.name}/master` : 'master'
  if (mode === 'sentinel') return [`redislab kill ${master}${flag}`, `redislab status --watch${flag}`]
  if (mode === 'cluster')
    return [`redislab kill shard:1/master${flag}`, `redislab reshard 0-99 --to shard:2${flag}`]
  if (mode === 'replication')
    return [`redislab kill ${master}${flag}`, `redislab logs --follow --explain${flag}`]
  return [`redislab cli ${master}${flag}`, `redislab down${flag}`]
}

function listed(label: string, values: readonly string[], flag: string): readonly (readonly string[])[] {
  const shown =
    values.length > 6
      ? [...values.slice(0, 5), `and ${values.length - 5} more: redislab status --json${flag}`]
      : values
  return shown.map((value, index) => [index === 0 ? label : '', value])
}

/** Addresses in lines of a few, each line ready to be copied as a list. */
function inGroups(values: readonly string[], size: number): readonly string[] {
  return Array.from({length: Math.ceil(values.length / size)}, (_, index) =>
    values.slice(index * size, (index + 1) * size).join(','),
  )
}
