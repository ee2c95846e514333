import {FaultCommand} from '../cli/actions/fault-command.ts'
import {targetsArg} from '../cli/flags/flags.ts'

export default class Start extends FaultCommand {
  static override summary = 'Start instances that were killed or stopped.'
  static override description =
    `With the data that they have on disk, and the conf as Redis or Sentinel rewrote it last.`
  static override examples = [
    {description: 'Bring n1 back:', command: 'redislab start n1'},
    {description: 'After down --keep:', command: 'redislab start all'},
  ]
  static override args = {targets: targetsArg}
  static override flags = FaultCommand.timedFlags

  async run() {
    const {args, flags} = await this.parse(Start)
    return this.inject({kind: 'start'}, args.targets, flags)
  }
}
