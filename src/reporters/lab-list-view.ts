import type {Lab} from '../core/lab/lab.ts'
import {alignColumns} from './table.ts'
import type {Theme} from './theme.ts'

/** Labs by topic, a line each. */
export function renderLabList(labs: readonly Lab[], theme: Theme): string {
  const topics = [...new Set(labs.map(({topic}) => topic ?? 'others'))]
  const rows = labs.map((lab) => ({
    topic: lab.topic ?? 'others',
    cells: [theme.command(lab.name), theme.dim(lab.topology), lab.title],
  }))
  const lines = alignColumns(rows.map(({cells}) => cells))
  const groups = topics.map((topic) =>
    [theme.strong(topic), ...lines.filter((_, index) => rows[index]?.topic === topic)].join('\n'),
  )
  return `${groups.join('\n\n')}\n\n${theme.dim('Run one: redislab lab run NAME · read it first: redislab lab show NAME')}`
}
