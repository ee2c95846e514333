import {makeVisible} from '../../core/text/visible.ts'
import {alignColumns} from '../kit/table.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'

interface Summary {
  readonly name: string
  readonly state: 'opened' | 'running' | 'partly running' | 'stopped' | 'dead' | 'damaged' | 'unknown'
  readonly topology: string | null
  readonly running: number | null
  readonly instances: number
  readonly port: number | null
  readonly problem?: string
}

/** The deployments, a line each. */
export function renderSummaries(summaries: readonly Summary[], theme: Theme = stdoutTheme): string {
  if (summaries.length === 0) {
    return `No deployments. Start one: ${theme.command('redislab up 1m2r3s')}`
  }
  const glyphs = {
    opened: theme.dim('◇'),
    running: theme.good('●'),
    'partly running': theme.warn('▲'),
    stopped: theme.dim('○'),
    dead: theme.bad('✖'),
    damaged: theme.bad('✖'),
    unknown: theme.warn('?'),
  }
  const header = ['name', 'topology', 'state', 'instances', 'port', ''].map(theme.dim)
  const rows = summaries.map(({name, state, topology, running, instances, port, problem}) => [
    theme.strong(name),
    topology ?? theme.dim('–'),
    `${glyphs[state]} ${state}`,
    countOf({state, running, instances}) ?? theme.dim('–'),
    port === null ? theme.dim('–') : String(port),
    makeVisible(problem ?? ''),
  ])
  const hasLeftovers = summaries.some(({state}) => state === 'dead' || state === 'damaged')
  const note = hasLeftovers
    ? ['', `  ${theme.command('redislab clean')} removes what is dead or damaged.`]
    : []
  return [...alignColumns([header, ...rows]), ...note].join('\n')
}

/** How many run, of how many; of an opened deployment how many there are. */
function countOf({
  state,
  running,
  instances,
}: Pick<Summary, 'state' | 'running' | 'instances'>): string | undefined {
  if (state === 'opened') return String(instances)
  return state === 'damaged' || running === null ? undefined : `${running}/${instances}`
}
