import {Args} from '@oclif/core'
import type {LinkFaultReport} from '../../core/contract/fault-report.ts'
import type {LinkFault} from '../../core/links/link-fault.ts'
import {nameFlagOf} from '../../core/text/name-flag.ts'
import {findDeployment} from '../../engine/deployment/deployment.ts'
import {requireLinks} from '../../engine/faults/inject-link-fault.ts'
import {renderLinkFault} from '../../reporters/fault/link-fault-view.ts'
import {terminalWidth} from '../../reporters/kit/terminal-width.ts'
import {durationFlag} from '../flags/flags.ts'
import {type FaultFlags, WatchCommand} from './watch-command.ts'

const ends = {
  description:
    'Names (n2, s1), live roles (master, replica:2), several (replicas, sentinels), or clients. Lists have commas: master,s1.',
} as const

/** A list with commas, one word: `master,s1`. */
export const endsArg = Args.string({...ends, required: true})

/** The same as one word or several. */
export const manyEndsArg = Args.string({...ends, required: true, multiple: true})

/** The same, or nobody. */
export const someEndsArg = Args.string({...ends, required: false, multiple: true})

/** Splits lists of targets at their commas. */
export function splitTargets(lists: readonly string[]): readonly string[] {
  return lists.flatMap((list) => list.split(',')).filter((target) => target !== '')
}

/** What partition, delay and heal share: sets of targets, `--for`, `--watch`, and the report. */
export abstract class LinkCommand extends WatchCommand {
  static forFlag = durationFlag({
    min: 1,
    summary: 'Heal it after this time, even if the terminal is closed.',
  })

  protected async injectLinkFault(fault: LinkFault, targets: readonly string[], flags: FaultFlags) {
    const {name, for: forMs, watch} = flags
    const deployment = await findDeployment(name)
    requireLinks(deployment.record)
    if (watch) return this.watch<LinkFaultReport>(deployment, fault, targets, flags)
    const {report, healsAt} = await this.waitFor(`${fault.kind} ${targets.join(' ')}`, () =>
      deployment.inject(fault, targets, {forMs, signal: this.signal}),
    )
    const rules = deployment.record.links?.rules ?? []
    if (this.isForPeople)
      this.log(renderLinkFault(report, {rules, healsAt, nameFlag: nameFlagOf(name), width: terminalWidth()}))
    return {...report, healsAt: healsAt?.toISOString() ?? null}
  }
}
