import type {Lab} from '../core/lab/lab.ts'
import {pad} from './table.ts'
import type {Theme} from './theme.ts'
import {wrapText} from './wrap-text.ts'

/** Labs by topic, a line each; titles that are too long for the terminal go on beneath themselves. */
export function renderLabList(
  labs: readonly Lab[],
  theme: Theme,
  {width}: {readonly width?: number | undefined} = {},
): string {
  const topics = [...new Set(labs.map(({topic}) => topic ?? 'others'))]
  const nameWidth = Math.max(0, ...labs.map(({name}) => name.length))
  const topologyWidth = Math.max(0, ...labs.map(({topology}) => topology.length))
  const indent = 2 + nameWidth + 2 + topologyWidth + 2
  const lineOf = ({name, topology, title}: Lab) => {
    const lines = width === undefined ? [title] : wrapText(title, Math.max(20, width - indent))
    const head = `  ${pad(theme.command(name), nameWidth)}  ${pad(theme.dim(topology), topologyWidth)}  `
    return head + lines.join(`\n${' '.repeat(indent)}`)
  }
  const groups = topics.map((topic) =>
    [theme.strong(topic), ...labs.filter((lab) => (lab.topic ?? 'others') === topic).map(lineOf)].join('\n'),
  )
  return `${groups.join('\n\n')}\n\n${theme.dim('Run one: redislab lab run NAME · read it first: redislab lab show NAME')}`
}
