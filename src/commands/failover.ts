import {Args} from '@oclif/core'
import {FaultCommand} from '../cli/fault-command.ts'

export default class Failover extends FaultCommand {
  static override summary = 'Have a sentinel replace a master, though nothing is wrong with it.'
  static override description =
    `Sends SENTINEL FAILOVER to the first sentinel that answers, and returns when it has agreed. No quorum is needed for
it, and the old master is not down: it becomes a replica.`
  static override examples = [
    {description: 'The only master:', command: '<%= config.bin %> <%= command.id %>'},
    {description: 'One of several:', command: '<%= config.bin %> <%= command.id %> mymaster-2/master'},
  ]
  static override args = {
    target: Args.string({
      name: 'TARGET',
      description: 'A master, or an instance of its group. Without it: the only master.',
    }),
  }
  static override flags = FaultCommand.watchFlags

  async run() {
    const {args, flags} = await this.parse(Failover)
    const targets = args.target === undefined ? [] : [args.target]
    return this.inject({kind: 'failover'}, targets, flags)
  }
}
