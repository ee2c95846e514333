import type {InstanceThen} from '../../core/picture/moment.ts'
import {makeVisible} from '../../core/text/visible.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {formatClock, formatDay} from '../kit/clock-time.ts'
import {alignColumns} from '../kit/table.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'

/** How a deployment was at a moment: an instance a line, with what it was, and what it believed. */
export function renderStatusThen(
  {name, topology}: Plan,
  at: number,
  instances: readonly InstanceThen[],
  theme: Theme = stdoutTheme,
): string {
  const header = ['instance', 'was', 'address', ''].map(theme.dim)
  const rows = instances.map((instance) => [
    theme.strong(makeVisible(instance.name)),
    stateCell(instance, theme),
    makeVisible(instance.address ?? '–'),
    makeVisible(describe(instance)),
  ])
  const title = `${theme.strong(name)}  ${topology}  at ${formatDay(at)} ${formatClock(at)}, as its logs tell`
  return [title, '', ...alignColumns([header, ...rows])].join('\n')
}

function stateCell({state}: InstanceThen, theme: Theme): string {
  switch (state) {
    case 'master':
    case 'replica':
    case 'sentinel':
      return theme.role(state)
    case 'leader':
      return theme.strong('sentinel, leads')
    case 'dead':
      return theme.bad('down')
    case 'unknown':
      return theme.dim('not known')
    default:
      return theme.warn(state)
  }
}

function describe({replicaOf, linkUp, views}: InstanceThen): string {
  const link = linkUp === null ? '' : linkUp ? ', in step' : ', not in step'
  return [
    ...(replicaOf === null ? [] : [`of ${replicaOf}${link}`]),
    ...views.map(({group, master, doubt, epoch, vote}) => {
      const down =
        doubt === 'none' ? '' : doubt === 'subjective' ? ', down to itself' : ', down to enough of them'
      const voted = vote === null ? '' : `, voted for ${vote}`
      const round = epoch === null ? '' : `, epoch ${epoch}${voted}`
      return `${group} is ${master ?? 'not known'}${down}${round}`
    }),
  ].join('; ')
}
