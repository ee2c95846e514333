import process from 'node:process'
import {ExitCode} from '../core/errors.ts'
import type {FaultReport, LinkFaultReport} from '../core/fault-report.ts'
import type {Fault} from '../core/faults.ts'
import type {LinkFault} from '../core/links/link-fault.ts'
import type {LoadReport} from '../core/load/report.ts'
import {nameFlagOf} from '../core/name-flag.ts'
import type {Explanation} from '../core/timeline/explain.ts'
import type {IncidentTracker} from '../core/timeline/incident-tracker.ts'
import type {Deployment} from '../engine/deployment.ts'
import {watchFault} from '../engine/timeline/watch-fault.ts'
import {describeReasons} from '../reporters/explanation-json.ts'
import {renderSeenElsewhere} from '../reporters/load-view.ts'
import {stdoutTheme} from '../reporters/theme.ts'
import {TimelineWriter} from '../reporters/timeline-writer.ts'
import {renderUndoing, renderWatched} from '../reporters/watched-view.ts'
import {WatchLoads} from './watch-loads.ts'
import {writeOutput} from './write-output.ts'

export interface WatchedFault {
  readonly fault: Fault | LinkFault
  readonly targets: readonly string[]
  readonly forMs: number | undefined
  readonly withinMs: number | undefined
  readonly signal: AbortSignal
  /** Whether to tell what happens as it happens. */
  readonly isForPeople: boolean
}

/** Injects a fault, and tells what comes of it until that is over or stuck. */
export async function tellFault<Report extends FaultReport | LinkFaultReport>(
  deployment: Deployment,
  {fault, targets, forMs, withinMs, signal, isForPeople}: WatchedFault,
) {
  const {plan} = deployment.record
  await using loads = new WatchLoads(deployment, signal)
  let tracker: IncidentTracker | undefined
  let writer: TimelineWriter | undefined
  const write = async (text: string) => {
    if (isForPeople && text !== '') await writeOutput(text, signal)
  }
  const {injected, outcome, explanations} = await watchFault(deployment, {
    fault,
    targets,
    forMs,
    withinMs,
    signal,
    onStart: async (watched) => {
      tracker = watched.tracker
      writer = new TimelineWriter(tracker, plan)
      await loads.begin({...watched.masters, ...watched.otherShards})
    },
    onEntries: async (entries) => write(writer?.render(entries) ?? ''),
  })
  await write(writer?.end() ?? '')
  const takesWrites = outcome === 'failed-over' || outcome === 'reconnected'
  const reports = await loads.end(mastersOf(explanations), takesWrites)
  const watched = explanations.map((explanation) => ({
    explanation,
    load: reports.get(explanation.failover.masterName),
  }))
  const isHit = new Set(watched.map(({explanation}) => explanation.failover.masterName))
  const elsewhere = [...reports].filter(([group]) => !isHit.has(group)).map(([, report]) => report)
  if (tracker !== undefined) {
    const width = process.stdout.isTTY ? process.stdout.columns : undefined
    for (const one of watched) await write(renderWatched(one, {names: tracker.names, width}, stdoutTheme))
    if (elsewhere.length > 0) await write(`\n${renderSeenElsewhere(elsewhere, stdoutTheme, {width})}`)
  }
  const nameFlag = nameFlagOf(plan.name)
  if (outcome === 'timed-out') {
    process.exitCode = ExitCode.timeout
    const next = `redislab timeline --follow${nameFlag}`
    await write(
      `\n${stdoutTheme.warn('▲')} This is not over: ${stdoutTheme.command(next)} goes on with it.\n`,
    )
  }
  if (injected.healsAt === null) await write(renderUndoing(injected.report, nameFlag, stdoutTheme))
  const [first] = watched
  return {
    ...(injected.report as Report),
    healsAt: injected.healsAt?.toISOString() ?? null,
    outcome,
    oldMaster: first?.explanation.failover.oldMaster ?? null,
    newMaster: first?.explanation.failover.newMaster ?? null,
    phases: first?.explanation.failover.phases ?? null,
    load: first?.load ?? null,
    failovers: watched.map(describeWatched),
    otherLoads: elsewhere,
  }
}

function describeWatched({
  explanation,
  load,
}: {
  readonly explanation: Explanation
  readonly load: LoadReport | undefined
}) {
  const {summary, failover} = explanation
  return {summary, ...failover, load: load ?? null, reasons: describeReasons(explanation)}
}

/** Who is master of each group, as far as it was hit. */
function mastersOf(explanations: readonly Explanation[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    explanations.map(({failover: {masterName, newMaster, oldMaster}}) => [
      masterName,
      newMaster ?? oldMaster,
    ]),
  )
}
