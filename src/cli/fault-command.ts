import type {Fault} from '../core/faults.ts'
import {findDeployment} from '../engine/deployment.ts'
import type {FaultReport} from '../engine/faults/inject.ts'
import {renderFault} from '../reporters/fault-view.ts'
import {BaseCommand} from './base-command.ts'
import {durationFlag, nameFlagOf} from './flags.ts'

/** What all faults share: targets, `--for` where they can be undone, and the report. */
export abstract class FaultCommand extends BaseCommand {
  static forFlag = durationFlag({
    summary: 'Undo it after this time, even if the terminal is closed.',
  })

  protected async inject(
    fault: Fault,
    {targets, name, forMs}: {targets: readonly string[]; name: string; forMs?: number | undefined},
  ): Promise<FaultReport & {healsAt: string | null}> {
    const deployment = await findDeployment(name)
    const {report, healsAt} = await deployment.inject(fault, targets, {forMs, signal: this.signal})
    const {mode} = deployment.record.plan
    if (this.isForPeople) this.log(renderFault(fault, report, {healsAt, mode, nameFlag: nameFlagOf(name)}))
    return {...report, healsAt: healsAt?.toISOString() ?? null}
  }
}
