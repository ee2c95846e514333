import {FaultCommand} from '../cli/actions/fault-command.ts'
import {targetsArg} from '../cli/flags/flags.ts'

export default class Fill extends FaultCommand {
  static override summary = 'Have data instances refuse writes, as if their memory were full.'
  static override description =
    `Sets maxmemory to a tenth less than is used and maxmemory-policy to noeviction: writes are refused with OOM, reads
go on. No data is written for it. A replica ignores maxmemory as long as it is one.`
  static override examples = [
    {description: 'The master, for five seconds:', command: 'redislab fill master --for 5s'},
  ]
  static override args = {targets: targetsArg}
  static override flags = FaultCommand.timedFlags

  async run() {
    const {args, flags} = await this.parse(Fill)
    return this.inject({kind: 'fill'}, args.targets, flags)
  }
}
