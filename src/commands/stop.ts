import {PlainFaultCommand} from '../cli/actions/fault-command.ts'

export default class Stop extends PlainFaultCommand {
  static override summary = 'Stop instances in order, as an operator would.'
  static override description =
    `Sends SIGTERM and waits. A master with lagging replicas waits for them first, up to shutdown-timeout (10 s since Redis 7.0).
Paused instances are let go on, so that they can stop.`
  static override examples = [
    {description: 'One replica:', command: 'redislab stop replica'},
    {description: 'All sentinels, for a minute:', command: 'redislab stop sentinels --for 1m'},
  ]
  protected override readonly fault = {kind: 'stop'} as const
}
