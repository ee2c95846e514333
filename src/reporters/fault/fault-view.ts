import type {AffectedInstance, FaultReport} from '../../core/contract/fault-report.ts'
import {concealSecret, type Fault} from '../../core/faults/faults.ts'
import {traitsOf, undoingOf} from '../../core/faults/kinds.ts'
import {joinNames} from '../../core/text/join-names.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatDuration} from '../../core/time/duration.ts'
import type {Mode} from '../../core/words.ts'
import {formatClock} from '../kit/clock-time.ts'
import {type NextStep, type Note, renderNotes} from '../kit/notes.ts'
import {alignColumns} from '../kit/table.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'

export interface FaultViewOptions {
  readonly healsAt: Date | null
  readonly mode: Mode
  /** Nothing is kept on disk (--persist none). */
  readonly keepsNothing?: boolean
  /** ` --name X` where the deployment is not the default one. */
  readonly nameFlag: string
  /** The columns of the terminal; undefined for a file or a pipe. */
  readonly width?: number | undefined
}

/** What was done to which instances and when, and what to type next. */
export function renderFault(
  fault: Fault,
  {instances, skipped, at, unrecorded}: FaultReport,
  {healsAt, mode, keepsNothing = false, nameFlag, width}: FaultViewOptions,
  theme: Theme = stdoutTheme,
): string {
  const [style, glyph] = traitsOf(fault.kind).sign
  const rows = instances.map((instance) => {
    const {name, role, address, pid} = instance
    return [
      `${theme[style](glyph)} ${theme.strong(name)}`,
      role === 'unknown' ? '' : theme.role(role),
      describe(fault, instance),
      address,
      pid === null ? '' : `pid ${pid}`,
      theme.dim(formatClock(Date.parse(at))),
    ]
  })
  const tilted = instances.filter(({tilt}) => tilt === true).map(({name}) => name)
  const names = instances.map(({name}) => name)
  const wasMaster = instances.some(({role}) => role === 'master')
  const notes: readonly Note[] = [
    ...(tilted.length === 0
      ? []
      : [
          [
            theme.warn('TILT'),
            `${tilted.join(', ')} saw the clock jump by 2 s or more, trusts it no longer, and does nothing for 30 s`,
          ] as const,
        ]),
    ...(healsAt === null
      ? []
      : [
          [
            theme.dim('until'),
            `${formatClock(healsAt.getTime())}, then ${names.join(', ')} ${names.length > 1 ? 'are' : 'is'} ${undoingOf(fault.kind)?.told ?? 'left as it is'}`,
          ] as const,
        ]),
    ...describeSkipped(fault, skipped).map((text): Note => [theme.dim('not done'), text]),
    ...(unrecorded
      ? [[theme.warn('▲ not recorded'), 'the disk is full: the timeline will not show it'] as Note]
      : []),
    ...(keepsNothing ? describeEmpty(fault, instances) : []).map(
      (text): Note => [theme.warn('▲ empty'), text],
    ),
  ]
  const next = nextSteps(fault, {names, wasMaster, mode, nameFlag})
  return [...alignColumns(rows, ''), ...renderNotes(notes, next, {theme, width})].join('\n')
}

/** Of a plural target: what was passed over, and why. */
function describeSkipped({kind}: Fault, skipped: FaultReport['skipped']): readonly string[] {
  const why = traitsOf(kind).notForSentinels?.why
  const sentinels = why === undefined ? [] : skipped.filter((one) => one.kind === 'sentinel')
  const others = skipped.filter((one) => !sentinels.includes(one))
  const names = sentinels.map(({name}) => name)
  return [
    ...(names.length === 0
      ? []
      : [`${joinNames(names)} ${names.length === 1 ? 'is passed over' : 'are passed over'}: ${why}`]),
    ...(others.length === 0 ? [] : [others.map(({name, state}) => `${name} is ${state}`).join(', ')]),
  ]
}

/** The outcome of data instances that kept nothing on disk and were started. */
function describeEmpty(
  {kind}: Fault,
  instances: readonly Pick<AffectedInstance, 'name' | 'role'>[],
): readonly string[] {
  if (kind !== 'start' && kind !== 'restart') return []
  const data = instances.filter(({name}) => name.startsWith('n'))
  const masters = kind === 'restart' ? data.filter(({role}) => role === 'master') : []
  const others = data.filter((instance) => !masters.includes(instance))
  const listed = (some: typeof data) => joinNames(some.map(({name}) => name))
  return [
    ...(masters.length === 0
      ? []
      : [
          `${listed(masters)} kept nothing on disk (--persist none) and came back without data; its replicas copy that`,
        ]),
    ...(others.length === 0
      ? []
      : [
          `${listed(others)} kept nothing on disk (--persist none) and started without data; a replica copies its master's`,
        ]),
  ]
}

/** What was done, with what was learned by doing it. */
function describe(fault: Fault, {closed, sentinel, maxmemory, used}: AffectedInstance): string {
  switch (fault.kind) {
    case 'kill':
      return `killed with ${fault.signal}`
    case 'sleep':
      return `${fault.wait === true ? 'slept' : 'sleeps'} for ${formatDuration(fault.durationMs)}`
    case 'failover':
      // In a cluster it is the replica that is asked.
      if (sentinel === undefined)
        return `takes over${fault.manner === undefined ? '' : ` by ${fault.manner}`}`
      return fault.manner === 'coordinated'
        ? `hands over, as ${sentinel} says`
        : `is being failed over by ${sentinel}`
    case 'stop':
      return fault.failover ? 'handed over, and stopped' : traitsOf(fault.kind).done
    case 'set':
      return fault.directives
        .map(concealSecret)
        .map(({name, value}) => `${name} is ${makeVisible(value) || '""'}`)
        .join(', ')
    case 'fill':
      return `maxmemory is ${maxmemory} bytes, ${used} are used: writes are refused`
    case 'disconnect': {
      const counts = Object.entries(closed ?? {}).filter(([, count]) => count > 0)
      const total = counts.reduce((sum, [, count]) => sum + count, 0)
      const detail = counts.map(([type, count]) => `${count} ${type}`).join(', ')
      return `${total} connection${total === 1 ? '' : 's'} closed${total === 0 ? '' : `: ${detail}`}`
    }
    default:
      return traitsOf(fault.kind).done
  }
}

interface Situation {
  readonly names: readonly string[]
  readonly wasMaster: boolean
  readonly mode: Mode
  readonly nameFlag: string
}

function nextSteps({kind}: Fault, {names, wasMaster, mode, nameFlag}: Situation): readonly NextStep[] {
  const {next, stays} = traitsOf(kind)
  const watch = [`redislab timeline --follow${nameFlag}`, 'see who takes over, and why'] as const
  const follow = [`redislab logs --follow --explain${nameFlag}`, 'see what the others make of it'] as const
  const {by, why = '', several = why} = undoingOf(kind) ?? {}
  const undo = [`redislab ${by} ${names.join(' ')}${nameFlag}`, names.length > 1 ? several : why] as const
  switch (next) {
    case 'follow':
      if (stays === undefined) return [follow]
      return [wasMaster && mode === 'sentinel' ? watch : follow, undo]
    case 'roles':
      return [[`redislab status --watch${nameFlag}`, 'see the roles change'], follow]
    case 'status':
      return [[`redislab status${nameFlag}`, 'see how it is now']]
  }
}
