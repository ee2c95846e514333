import {FaultCommand} from '../cli/actions/fault-command.ts'
import {targetsArg} from '../cli/flags/flags.ts'

export default class Restart extends FaultCommand {
  static override summary = 'Stop and start instances.'
  static override description = `With --for they stay down for that long in between.`
  static override examples = [
    {description: 'The master:', command: 'redislab restart master'},
    {description: 'Down for three seconds:', command: 'redislab restart n2 --for 3s'},
  ]
  static override args = {targets: targetsArg}
  static override flags = FaultCommand.timedFlags

  async run() {
    const {args, flags} = await this.parse(Restart)
    return this.inject({kind: 'restart'}, args.targets, flags)
  }
}
