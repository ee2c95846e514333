import process from 'node:process'
import {Flags} from '@oclif/core'
import {ExitCode} from '../core/errors.ts'
import type {Fault} from '../core/faults.ts'
import {nameFlagOf} from '../core/name-flag.ts'
import {type Deployment, findDeployment} from '../engine/deployment.ts'
import {watchFault} from '../engine/timeline/watch-fault.ts'
import {describeReasons} from '../reporters/explanation-json.ts'
import {renderExplanation} from '../reporters/explanation-view.ts'
import {renderFault} from '../reporters/fault-view.ts'
import {renderPhases} from '../reporters/phases-view.ts'
import {stdoutTheme} from '../reporters/theme.ts'
import {TimelineWriter} from '../reporters/timeline-writer.ts'
import {BaseCommand} from './base-command.ts'
import {durationFlag} from './flags.ts'
import {writeOutput} from './write-output.ts'

interface Injection {
  readonly targets: readonly string[]
  readonly name: string
  readonly forMs?: number | undefined
  readonly watch?: boolean
  readonly withinMs?: number | undefined
}

/** What all faults share: targets, `--for` where they can be undone, `--watch`, and the report. */
export abstract class FaultCommand extends BaseCommand {
  static forFlag = durationFlag({
    summary: 'Undo it after this time, even if the terminal is closed.',
  })

  /** For faults that take something away. */
  static watchFlags = {
    watch: Flags.boolean({
      char: 'w',
      default: false,
      summary: 'Follow what comes of it, with a probe that writes all the time, until that is over or stuck.',
    }),
    within: durationFlag({
      summary: 'With --watch: follow it for so long at most. Two tries of a failover unless told.',
      dependsOn: ['watch'],
      helpValue: '30s',
    }),
  }

  protected async inject(fault: Fault, injection: Injection) {
    const deployment = await findDeployment(injection.name)
    return injection.watch
      ? this.#watch(deployment, fault, injection)
      : this.#inject(deployment, fault, injection)
  }

  async #inject(deployment: Deployment, fault: Fault, {targets, name, forMs}: Injection) {
    const {report, healsAt} = await deployment.inject(fault, targets, {forMs, signal: this.signal})
    const {mode} = deployment.record.plan
    // A restart for a time is a stop.
    const done = report.fault === 'stop' ? ({kind: 'stop'} as const) : fault
    const keepsNothing = deployment.record.plan.settings.persist === 'none'
    const options = {healsAt, mode, keepsNothing, nameFlag: nameFlagOf(name)}
    if (this.isForPeople) this.log(renderFault(done, report, options))
    return {...report, healsAt: healsAt?.toISOString() ?? null}
  }

  async #watch(deployment: Deployment, fault: Fault, {targets, forMs, withinMs}: Injection) {
    const {signal} = this
    const {plan} = deployment.record
    let writer: TimelineWriter | undefined
    let names: Parameters<typeof renderExplanation>[2]['names'] | undefined
    const write = async (text: string) => {
      if (this.isForPeople && text !== '') await writeOutput(text, signal)
    }
    const {injected, outcome, failovers, explanations} = await watchFault(deployment, {
      fault,
      targets,
      forMs,
      withinMs,
      signal,
      onStart: (tracker) => {
        names = tracker.names
        writer = new TimelineWriter(tracker, plan)
      },
      onEntries: async (entries) => write(writer?.render(entries) ?? ''),
    })
    await write(writer?.end() ?? '')
    const width = process.stdout.isTTY ? process.stdout.columns : undefined
    const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel').length
    for (const explanation of names === undefined ? [] : explanations) {
      const {failover} = explanation
      const hasPhases = Object.values(failover.phases).some((ms) => ms !== null)
      if (hasPhases)
        await write(`\n${renderPhases(failover, stdoutTheme, {settings: plan.settings, sentinels, width})}`)
      if (names !== undefined)
        await write(`\n${renderExplanation(explanation, stdoutTheme, {names, width, evidence: false})}`)
    }
    if (outcome === 'timed-out') {
      process.exitCode = ExitCode.timeout
      await write(`${stdoutTheme.warn('This is not over: redislab timeline --follow goes on with it.')}\n`)
    }
    const [first] = failovers
    return {
      ...injected.report,
      healsAt: injected.healsAt?.toISOString() ?? null,
      outcome,
      oldMaster: first?.oldMaster ?? null,
      newMaster: first?.newMaster ?? null,
      phases: first?.phases ?? null,
      failovers: explanations.map((explanation) => ({
        summary: explanation.summary,
        ...explanation.failover,
        reasons: describeReasons(explanation),
      })),
    }
  }
}
