import {PlainFaultCommand} from '../cli/actions/fault-command.ts'

export default class Restart extends PlainFaultCommand {
  static override summary = 'Stop and start instances.'
  static override description = `With --for they stay down for that long in between.`
  static override examples = [
    {description: 'The master:', command: 'redislab restart master'},
    {description: 'Down for three seconds:', command: 'redislab restart n2 --for 3s'},
  ]
  protected override readonly fault = {kind: 'restart'} as const
}
