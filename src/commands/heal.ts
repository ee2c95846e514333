import {FaultCommand} from '../cli/actions/fault-command.ts'
import {someEndsArg, splitTargets} from '../cli/flags/ends.ts'

export default class Heal extends FaultCommand {
  static override summary = 'Remove all partitions and delays.'
  static override description =
    `All links, or those to and from the targets. What was held back is delivered. If the link relay has
ended, this restarts it.`
  static override examples = [
    {description: 'All links:', command: 'redislab heal'},
    {description: 'Those of one instance:', command: 'redislab heal n1'},
  ]
  static override args = {targets: someEndsArg}
  static override flags = FaultCommand.watchFlags

  async run() {
    const {args, flags} = await this.parse(Heal)
    const targets: readonly string[] = args.targets ?? []
    return this.inject({kind: 'heal'}, splitTargets(targets), flags)
  }
}
