import {PlainFaultCommand} from '../cli/actions/fault-command.ts'

export default class Pause extends PlainFaultCommand {
  static override summary = 'Freeze instances: their connections stay open, and they do not answer.'
  static override description =
    `Sends SIGSTOP and returns when they have stopped. To the others a frozen instance looks like one behind a cut network.`
  static override examples = [
    {description: 'And watch what follows:', command: 'redislab pause master --watch'},
    {description: 'The master, for five seconds:', command: 'redislab pause master --for 5s'},
    {description: 'One sentinel:', command: 'redislab pause s2'},
  ]
  protected override readonly fault = {kind: 'pause'} as const
}
