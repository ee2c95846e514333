import {PlainFaultCommand} from '../cli/actions/fault-command.ts'

export default class Fill extends PlainFaultCommand {
  static override summary = 'Have data instances refuse writes, as if their memory were full.'
  static override description =
    `Sets maxmemory to a tenth less than is used and maxmemory-policy to noeviction: writes are refused with OOM, reads
go on. No data is written for it. A replica ignores maxmemory as long as it is one.`
  static override examples = [
    {description: 'The master, for five seconds:', command: 'redislab fill master --for 5s'},
  ]
  protected override readonly fault = {kind: 'fill'} as const
}
