import {PlainFaultCommand} from '../cli/actions/fault-command.ts'

export default class Resume extends PlainFaultCommand {
  static override summary = 'Let paused instances go on.'
  static override description =
    `Sends SIGCONT. A sentinel that was paused for 2 s or more goes into TILT: it does nothing for 30 s, since its clock jumped.`
  static override examples = [
    {description: 'One data instance:', command: 'redislab resume n1'},
    {description: 'A sentinel:', command: 'redislab resume s2'},
  ]
  protected override readonly fault = {kind: 'resume'} as const
}
