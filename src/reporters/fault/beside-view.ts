import type {LabResult} from '../../core/lab/result.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatDuration} from '../../core/time/duration.ts'
import type {Failover} from '../../core/timeline/failover.ts'
import type {Theme} from '../kit/theme.ts'
import {wrapColumns} from '../kit/wrap-columns.ts'
import {renderPhases} from '../timeline/phases-view.ts'

export interface BesideLab {
  readonly program: {
    readonly command: readonly string[]
    readonly exitCode: number
    readonly signal: string | null
    readonly durationMs: number
  }
  readonly failovers: readonly Failover[]
}

export interface BesideViewOptions {
  readonly width?: number | undefined
}

/** What a lab came to beside a program: how the program ended, the outcome of the lab, the failovers, the outage. */
export function renderBeside(
  result: LabResult,
  {program, failovers}: BesideLab,
  theme: Theme,
  {width = 100}: BesideViewOptions,
): string {
  const {good, bad, dim, strong} = theme
  const {exitCode, signal, durationMs, command} = program
  const how = signal === null ? `exit code ${exitCode}` : `${signal}, exit code ${exitCode}`
  const outcome = result.isCut
    ? theme.warn(`○ ${result.reason}`)
    : result.passed
      ? good('✔ all of it went as the lab says')
      : `▲ not as the lab says: ${result.reason}`
  const rows = [
    ['command', exitCode === 0 ? good(`✔ ${how}`) : bad(`✖ ${how}`), `after ${formatDuration(durationMs)}`],
    ['lab', makeVisible(outcome)],
    ...failovers.map(({masterName, oldMaster, newMaster, cause}) => [
      masterName,
      newMaster === null ? bad(`✖ no failover of ${oldMaster}`) : good(`${oldMaster} → ${newMaster}`),
      cause ?? '',
    ]),
    ...Object.entries(result.loads ?? {}).map(([name, {outageMs}]) => [
      'outage',
      formatDuration(outageMs),
      `of ${name}, the client of the lab`,
    ]),
  ]
  const phases = failovers
    .filter(({newMaster}) => newMaster !== null)
    .map((failover) => `\n${renderPhases(failover, theme, {width})}`)
  const head = `${strong(`redislab: ${result.lab}`)} ${dim(`beside ${makeVisible(command.join(' '))}`)}`
  return `\n${[head, ...wrapColumns(rows, {width})].join('\n')}\n${phases.join('')}`
}
