import {PlainFaultCommand} from '../cli/actions/fault-command.ts'

export default class Start extends PlainFaultCommand {
  static override summary = 'Start instances that were killed or stopped.'
  static override description =
    `With the data that they have on disk, and the conf as Redis or Sentinel rewrote it last.`
  static override examples = [
    {description: 'Bring n1 back:', command: 'redislab start n1'},
    {description: 'After down --keep:', command: 'redislab start all'},
  ]
  protected override readonly fault = {kind: 'start'} as const
}
