import {masterUrl} from '../../core/env/connection-variables.ts'
import type {DeploymentStatus} from '../../core/status/status.ts'
import {nameFlagOf} from '../../core/text/name-flag.ts'
import type {NextStep, Note} from '../kit/notes.ts'
import {renderReport} from '../kit/report.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'
import {renderStatus} from './status-view.ts'

export interface UpResult {
  readonly status: DeploymentStatus
  readonly readyMs: number
  readonly hasPassword: boolean
  /** The file of the CA to trust; undefined where the servers speak plain text. */
  readonly ca?: string | undefined
}

/** What `up` prints when all is well: what runs, how to connect, and what to try next. */
export function renderUp({status, readyMs, hasPassword, ca}: UpResult, theme: Theme = stdoutTheme): string {
  const {masters, instances, deployment} = status
  const nameFlag = nameFlagOf(deployment)
  const sentinels = instances.filter(({kind}) => kind === 'sentinel').map(({address}) => address)
  const urls = masters.flatMap(({address}) =>
    address === null ? [] : [masterUrl(address, {}, {tls: ca !== undefined})],
  )
  const notes: readonly Note[] = [
    [theme.dim(status.ready ? 'ready in' : 'started in'), `${readyMs} ms`],
    ...listed(theme.dim('connect'), urls, nameFlag),
    ...(hasPassword ? [[theme.dim('password'), theme.command(`redislab env${nameFlag}`)] as const] : []),
    ...(ca === undefined ? [] : [[theme.dim('CA'), ca] as const]),
    ...(sentinels.length === 0
      ? []
      : [
          ...listed(theme.dim('sentinels'), inGroups(sentinels, 3), nameFlag),
          [theme.dim('master name'), masters.map(({name}) => name).join(', ')] as const,
        ]),
  ]
  const next = nextCommands(status).map((command): NextStep => [`redislab ${command}`, ''])
  return `${renderStatus(status, theme)}\n${renderReport({notes, next}, {theme, nameFlag})}\n`
}

function nextCommands({mode, masters}: DeploymentStatus): readonly string[] {
  const master = masters.length > 1 ? `${masters[0]?.name}/master` : 'master'
  switch (mode) {
    case 'sentinel':
      return [`kill ${master}`, 'status --watch']
    case 'cluster':
      return ['kill shard:1/master', 'reshard 0-99 --to shard:2']
    case 'replication':
      return [`kill ${master}`, 'logs --follow --explain']
    default:
      return [`cli ${master}`, 'down']
  }
}

function listed(label: string, values: readonly string[], nameFlag: string): readonly Note[] {
  const shown =
    values.length > 6
      ? [...values.slice(0, 5), `and ${values.length - 5} more: redislab status --json${nameFlag}`]
      : values
  return shown.map((value, index) => [index === 0 ? label : '', value])
}

/** Addresses in lines of a few, each line ready to be copied as a list. */
function inGroups(values: readonly string[], size: number): readonly string[] {
  return Array.from({length: Math.ceil(values.length / size)}, (_, index) =>
    values.slice(index * size, (index + 1) * size).join(','),
  )
}
