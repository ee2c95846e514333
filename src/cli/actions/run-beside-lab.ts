import {performance} from 'node:perf_hooks'
import process from 'node:process'
import {describeBesideLab} from '../../core/contract/lab-json.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import type {Lab} from '../../core/lab/lab.ts'
import {stringifyVisible} from '../../core/text/visible.ts'
import type {Failover} from '../../core/timeline/failover.ts'
import {measureFailover} from '../../core/timeline/measure.ts'
import type {IncidentTracker} from '../../core/timeline/tracker.ts'
import type {Plan} from '../../core/topology/plan.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import type {AttachOptions} from '../../engine/host/attach.ts'
import {type ProgramEnd, runProgram} from '../../engine/programs/run-program.ts'
import {chooseServer} from '../../engine/servers/choose-server.ts'
import {resolveHome} from '../../engine/state/home.ts'
import {sleep} from '../../engine/time/wait.ts'
import {renderBeside} from '../../reporters/fault/beside-view.ts'
import {stderrTheme} from '../../reporters/kit/theme.ts'
import {readLab} from '../../runner/lab-files.ts'
import {runLab} from '../../runner/run-lab.ts'
import {boundRegexes} from '../flags/v8-flags.ts'
import {LabPage} from './lab-page.ts'
import {checkReport, writeReport} from './write-report.ts'

export interface BesideLabOptions extends Required<Pick<AttachOptions, 'onStart'>> {
  /** Milliseconds from the start of the program to the first step. @default 1000 */
  readonly after?: number | undefined
  readonly server?: string | undefined
  readonly set?: readonly string[] | undefined
  readonly 'sentinel-set'?: readonly string[] | undefined
  readonly password?: string | undefined
  readonly 'sentinel-password'?: string | undefined
  readonly acl?: string | undefined
  readonly tls?: boolean | undefined
  /** A file. */
  readonly report?: string | undefined
  /** A file for the page of what happened. */
  readonly html?: string | undefined
  readonly signal: AbortSignal
}

/**
 * Runs a program on the deployment of a lab, while the lab does what it does; then says on stderr the outcome.
 *
 * @returns the exit code of the program
 * @throws RedislabError LAB_NEEDS_MORE, and what runs of labs and of programs throw
 */
export async function runBesideLab(
  nameOrFile: string,
  program: readonly string[],
  options: BesideLabOptions,
): Promise<number> {
  const {signal, onStart, after = 1000, report, html} = options
  if (report !== undefined) await checkReport(report)
  const lab = withPasswords(await readLab(nameOrFile), options)
  const ended = new AbortController()
  let seen: {readonly plan: Plan; readonly tracker: IncidentTracker} | undefined
  let end: (ProgramEnd & {readonly durationMs: number}) | undefined
  const run = async (deployment: Deployment) => {
    const startedAt = performance.now()
    try {
      const ending = await runProgram(deployment, program, {signal, onStart})
      end = {...ending, durationMs: Math.round(performance.now() - startedAt)}
    } finally {
      ended.abort()
    }
  }
  boundRegexes()
  const server = await chooseServer(options.server, {signal})
  const page = html === undefined ? undefined : new LabPage(server, 'en')
  const result = await runLab(lab, {
    home: resolveHome(),
    server,
    set: options.set,
    sentinelSet: options['sentinel-set'],
    acl: options.acl,
    tls: options.tls,
    signal,
    companion: run,
    beforeStep: async ({number}) => {
      if (number === 1) await sleep(after, AbortSignal.any([signal, ended.signal])).catch(ignoreIfEnded)
    },
    onEvent: (event) => {
      if (event.kind === 'deployment-ready') seen = event
      page?.take(event)
    },
  })
  if (seen === undefined || end === undefined) {
    throw new RedislabError('LAB_NEEDS_MORE', `The lab ${result.lab} cannot be run here: ${result.reason}.`)
  }
  const told = {program: {command: program, ...end}, failovers: failoversOf(seen)}
  if (report !== undefined)
    await writeReport(report, `${stringifyVisible(describeBesideLab(result, told), 2)}\n`)
  if (html !== undefined) await page?.write(html)
  process.stderr.write(renderBeside(result, told, stderrTheme, {width: process.stderr.columns}))
  return end.exitCode

  function ignoreIfEnded(error: unknown): void {
    if (!ended.signal.aborted) throw error
  }
}

function withPasswords(
  lab: Lab,
  {password, 'sentinel-password': sentinelPassword}: Partial<BesideLabOptions>,
): Lab {
  return {
    ...lab,
    options: {
      ...lab.options,
      ...(password === undefined ? {} : {password}),
      ...(sentinelPassword === undefined ? {} : {'sentinel-password': sentinelPassword}),
    },
  }
}

/** The outcome of each time that a master was in question. */
function failoversOf({plan, tracker}: {plan: Plan; tracker: IncidentTracker}): readonly Failover[] {
  const {incidents, names} = tracker
  return incidents.map((incident) => measureFailover(incident, {plan, names}))
}
