import {FaultCommand} from '../cli/actions/fault-command.ts'
import {targetsArg} from '../cli/flags/flags.ts'

export default class Pause extends FaultCommand {
  static override summary = 'Freeze instances: their connections stay open, and they do not answer.'
  static override description =
    `Sends SIGSTOP and returns when they have stopped. To the others a frozen instance looks like one behind a cut network.`
  static override examples = [
    {description: 'And watch what follows:', command: 'redislab pause master --watch'},
    {description: 'The master, for five seconds:', command: 'redislab pause master --for 5s'},
    {description: 'One sentinel:', command: 'redislab pause s2'},
  ]
  static override args = {targets: targetsArg}
  static override flags = FaultCommand.timedFlags

  async run() {
    const {args, flags} = await this.parse(Pause)
    return this.inject({kind: 'pause'}, args.targets, flags)
  }
}
