import type {FaultReport} from '../../core/contract/fault-report.ts'
import type {Fault} from '../../core/faults/faults.ts'
import {nameFlagOf} from '../../core/text/name-flag.ts'
import {findDeployment} from '../../engine/deployment/deployment.ts'
import {renderFault} from '../../reporters/fault/fault-view.ts'
import {terminalWidth} from '../../reporters/kit/terminal-width.ts'
import {durationFlag} from '../flags/flags.ts'
import {type FaultFlags, WatchCommand} from './watch-command.ts'

/** What all faults share: targets, `--for` where they can be undone, `--watch`, and the report. */
export abstract class FaultCommand extends WatchCommand {
  static forFlag = durationFlag({
    min: 1,
    summary: 'Undo it after this time, even if the terminal is closed.',
  })
  static timedFlags = {for: FaultCommand.forFlag, ...WatchCommand.watchFlags}

  protected async inject(fault: Fault, targets: readonly string[], flags: FaultFlags) {
    const {name, for: forMs, watch} = flags
    const deployment = await findDeployment(name)
    if (watch) return this.watch<FaultReport>(deployment, fault, targets, flags)
    const {report, healsAt} = await this.waitFor(`${fault.kind} ${targets.join(' ')}`, () =>
      deployment.inject(fault, targets, {forMs, signal: this.signal}),
    )
    const {mode, settings} = deployment.record.plan
    // A restart for a time is a stop.
    const done = report.fault === 'stop' ? ({kind: 'stop'} as const) : fault
    const keepsNothing = settings.persist === 'none'
    const options = {healsAt, mode, keepsNothing, nameFlag: nameFlagOf(name), width: terminalWidth()}
    if (this.isForPeople) this.log(renderFault(done, report, options))
    return {...report, healsAt: healsAt?.toISOString() ?? null}
  }
}
