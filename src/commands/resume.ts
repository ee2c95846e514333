import {FaultCommand} from '../cli/actions/fault-command.ts'
import {targetsArg} from '../cli/flags/flags.ts'

export default class Resume extends FaultCommand {
  static override summary = 'Let paused instances go on.'
  static override description =
    `Sends SIGCONT. A sentinel that was paused for 2 s or more goes into TILT: it does nothing for 30 s, since its clock jumped.`
  static override examples = [
    {description: 'One data instance:', command: 'redislab resume n1'},
    {description: 'A sentinel:', command: 'redislab resume s2'},
  ]
  static override args = {targets: targetsArg}
  static override flags = FaultCommand.timedFlags

  async run() {
    const {args, flags} = await this.parse(Resume)
    return this.inject({kind: 'resume'}, args.targets, flags)
  }
}
