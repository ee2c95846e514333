import process from 'node:process'
import {Flags} from '@oclif/core'
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
import {BaseCommand} from './base-command.ts'
import {durationFlag} from './flags.ts'
import {WatchLoads} from './watch-loads.ts'
import {writeOutput} from './write-output.ts'

/** The flags that all faults share. */
export interface FaultFlags {
  readonly name: string
  /** Milliseconds. */
  readonly for?: number | undefined
  readonly watch: boolean
  /** Milliseconds. */
  readonly within?: number | undefined
}

/** Commands that do something to a deployment and can follow what comes of it. */
export abstract class WatchCommand extends BaseCommand {
  static watchFlags = {
    watch: Flags.boolean({
      // Without a default value: oclif would take it for given, and allow --within always.
      char: 'w',
      summary: 'Follow what comes of it until that is over or stuck, with clients that write all the time.',
    }),
    within: durationFlag({
      min: 1,
      summary: 'With --watch: follow it for so long at most. Two tries of a failover unless told.',
      dependsOn: ['watch'],
      helpValue: '30s',
    }),
  }

  protected async watch<Report extends FaultReport | LinkFaultReport>(
    deployment: Deployment,
    fault: Fault | LinkFault,
    targets: readonly string[],
    {for: forMs, within: withinMs}: FaultFlags,
  ) {
    const {signal} = this
    const {plan} = deployment.record
    await using loads = new WatchLoads(deployment, signal)
    let tracker: IncidentTracker | undefined
    let writer: TimelineWriter | undefined
    const write = async (text: string) => {
      if (this.isForPeople && text !== '') await writeOutput(text, signal)
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
      for (const one of watched)
        await write(renderWatched(one, {plan, names: tracker.names, width}, stdoutTheme))
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
