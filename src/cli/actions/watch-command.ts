import {Flags} from '@oclif/core'
import type {FaultReport, LinkFaultReport} from '../../core/contract/fault-report.ts'
import type {Fault} from '../../core/faults/faults.ts'
import type {LinkFault} from '../../core/links/link-fault.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {durationFlag} from '../flags/flags.ts'
import {BaseCommand} from '../frame/base-command.ts'

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
      summary:
        'Follow what happens until the failover completes or stalls, with clients that write throughout.',
    }),
    within: durationFlag({
      min: 1,
      summary: 'With --watch: give up after this long. By default two failover attempts.',
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
    // Half of the start of a fault would go into loading what only --watch needs.
    const {tellFault} = await import('./tell-fault.ts')
    const {signal, isForPeople} = this
    const onInjected = () => this.expectInterrupt()
    return tellFault<Report>(deployment, {
      fault,
      targets,
      forMs,
      withinMs,
      signal,
      isForPeople,
      onInjected,
    })
  }
}
