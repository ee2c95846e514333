import {Flags} from '@oclif/core'
import {describeInjected} from '../../core/contract/fault-json.ts'
import type {Fault} from '../../core/faults/faults.ts'
import {isLinkFault, type LinkFault} from '../../core/links/link-fault.ts'
import {nameFlagOf} from '../../core/text/name-flag.ts'
import {findDeployment} from '../../engine/deployment/deployment.ts'
import {requireLinks} from '../../engine/faults/inject-link-fault.ts'
import {renderFault} from '../../reporters/fault/fault-view.ts'
import {renderLinkFault} from '../../reporters/fault/link-fault-view.ts'
import {terminalWidth} from '../../reporters/kit/terminal-width.ts'
import {durationFlag, targetsArg} from '../flags/flags.ts'
import {htmlFlag} from '../flags/html-flag.ts'
import {BaseCommand} from '../frame/base-command.ts'

/** The flags that all faults share. */
interface FaultFlags {
  readonly name: string
  /** Milliseconds. */
  readonly for?: number | undefined
  readonly watch: boolean
  /** Milliseconds. */
  readonly within?: number | undefined
  /** A file for the page of what happened. */
  readonly html?: string | undefined
}

/** What all faults share: targets, `--for` where they can be undone, `--watch`, and the report. */
export abstract class FaultCommand extends BaseCommand {
  static forFlag = durationFlag({
    min: 1,
    summary: 'Undo it after this time, even if the terminal is closed.',
  })
  static watchFlags = {
    watch: Flags.boolean({
      // Without a default value: oclif would take it for given, and allow --within always.
      char: 'w',
      summary:
        'Follow what happens until the failover completes or stalls, with clients that write throughout.',
    }),
    within: durationFlag({
      min: 1,
      summary: 'With --watch: give up after this long. By default two failover attempts.',
      dependsOn: ['watch'],
      helpValue: '30s',
    }),
    html: htmlFlag({
      summary: 'With --watch: also write what happened as a page to this file.',
      dependsOn: ['watch'],
    }),
  }

  static timedFlags = {for: FaultCommand.forFlag, ...FaultCommand.watchFlags}

  protected async inject(fault: Fault | LinkFault, targets: readonly string[], flags: FaultFlags) {
    const {name, for: forMs, within: withinMs, watch, html} = flags
    const {signal, isForPeople} = this
    const deployment = await findDeployment(name)
    if (isLinkFault(fault)) requireLinks(deployment.record)
    if (watch) {
      // Half of the start of a fault would go into loading what only --watch needs.
      const {tellFault} = await import('./tell-fault.ts')
      const onInjected = () => this.expectInterrupt()
      return tellFault(deployment, {fault, targets, forMs, withinMs, html, signal, isForPeople, onInjected})
    }
    const {report, healsAt} = await this.waitFor(`${fault.kind} ${targets.join(' ')}`, () =>
      deployment.inject(fault, targets, {forMs, signal}),
    )
    if (isForPeople) {
      const {plan, links} = deployment.record
      const shared = {healsAt, nameFlag: nameFlagOf(name), width: terminalWidth()}
      if ('links' in report) this.log(renderLinkFault(report, {...shared, rules: links?.rules ?? []}))
      else if (!isLinkFault(fault)) {
        const keepsNothing = plan.settings.persist === 'none'
        // A restart for a time is a stop.
        const done = report.fault === 'stop' && fault.kind !== 'stop' ? ({kind: 'stop'} as const) : fault
        this.log(renderFault(done, report, {...shared, mode: plan.mode, keepsNothing}))
      }
    }
    return describeInjected(report, healsAt)
  }
}

/** A fault for which nothing but the targets is to be said. */
export abstract class PlainFaultCommand extends FaultCommand {
  static override args = {targets: targetsArg}
  static override flags = {for: FaultCommand.forFlag, ...FaultCommand.watchFlags}

  protected abstract readonly fault: Fault

  async run() {
    const {args, flags} = await this.parse(PlainFaultCommand)
    return this.inject(this.fault, args.targets, flags)
  }
}
