import {doneWords, type Fault} from '../core/faults.ts'
import type {Mode, Role} from '../core/status/status.ts'
import {clock} from './clock.ts'
import {alignColumns} from './table.ts'
import {stdoutTheme, type Theme} from './theme.ts'

interface Report {
  readonly at: string
  readonly instances: readonly {
    readonly name: string
    readonly address: string
    readonly role: Role
    readonly pid: number | null
  }[]
}

export interface FaultViewOptions {
  readonly healsAt: Date | null
  readonly mode: Mode
  /** ` --name X` where the deployment is not the default one. */
  readonly nameFlag: string
}

/** What was done to whom and when, and what to type next. */
export function renderFault(
  fault: Fault,
  {instances, at}: Report,
  {healsAt, mode, nameFlag}: FaultViewOptions,
  theme: Theme = stdoutTheme,
): string {
  const how = fault.kind === 'kill' ? `${doneWords.kill} with ${fault.signal}` : doneWords[fault.kind]
  const rows = instances.map(({name, role, address, pid}) => [
    `${glyphs(theme)[fault.kind]} ${theme.strong(name)}`,
    role === 'unknown' ? '' : theme.role(role),
    how,
    address,
    pid === null ? '' : `pid ${pid}`,
    theme.dim(clock(new Date(at))),
  ])
  const names = instances.map(({name}) => name)
  const wasMaster = instances.some(({role}) => role === 'master')
  const notes = [
    ...(healsAt === null ? [] : [[theme.dim('until'), `${clock(healsAt)}, then it is undone`]]),
    ...nextSteps(fault, {names, wasMaster, mode, nameFlag}).map(([command, why], index) => [
      index === 0 ? theme.dim('try next') : '',
      theme.command(command),
      theme.dim(why),
    ]),
  ]
  return [...alignColumns(rows, ''), ...alignColumns(notes)].join('\n')
}

function glyphs(theme: Theme): Record<Fault['kind'], string> {
  return {
    kill: theme.bad('✖'),
    stop: theme.dim('○'),
    start: theme.good('●'),
    restart: theme.good('●'),
    pause: theme.warn('‖'),
    resume: theme.good('●'),
  }
}

interface Situation {
  readonly names: readonly string[]
  readonly wasMaster: boolean
  readonly mode: Mode
  readonly nameFlag: string
}

function nextSteps(
  {kind}: Fault,
  {names, wasMaster, mode, nameFlag}: Situation,
): readonly (readonly [string, string])[] {
  const name = names.length === 1 ? names[0] : names.join(' ')
  const watch = [`redislab status --watch${nameFlag}`, 'see who takes over'] as const
  const follow = [`redislab logs --follow --explain${nameFlag}`, 'see what the others make of it'] as const
  const look = [`redislab status${nameFlag}`, 'see how it is now'] as const
  switch (kind) {
    case 'kill':
    case 'stop':
      return [
        wasMaster && mode === 'sentinel' ? watch : follow,
        [`redislab start ${name}${nameFlag}`, 'bring it back'],
      ]
    case 'pause':
      return [
        wasMaster && mode === 'sentinel' ? watch : follow,
        [`redislab resume ${name}${nameFlag}`, 'let it go on'],
      ]
    case 'start':
    case 'restart':
    case 'resume':
      return [look]
  }
}
