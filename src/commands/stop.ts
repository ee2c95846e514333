import {Flags} from '@oclif/core'
import {FaultCommand} from '../cli/actions/fault-command.ts'
import {targetsArg} from '../cli/flags/flags.ts'

export default class Stop extends FaultCommand {
  static override summary = 'Stop instances in order, as an operator would.'
  static override description =
    `Sends SIGTERM and waits. A master with lagging replicas waits for them first, up to shutdown-timeout (10 s since Redis 7.0).
Paused instances are let go on, so that they can stop.

With --failover a master of a cluster hands its slots over to a replica before it ends: shutdown-on-sigterm failover, which
Valkey has from 9.0 on.`
  static override examples = [
    {description: 'One replica:', command: 'redislab stop replica'},
    {description: 'All sentinels, for a minute:', command: 'redislab stop sentinels --for 1m'},
    {description: 'A master that hands over first:', command: 'redislab stop shard:1/master --failover'},
  ]
  static override args = {targets: targetsArg}
  static override flags = {
    ...FaultCommand.timedFlags,
    failover: Flags.boolean({summary: 'Of masters of a cluster (Valkey 9): hand over to a replica first.'}),
  }

  async run() {
    const {args, flags} = await this.parse(Stop)
    return this.inject({kind: 'stop', ...(flags.failover ? {failover: true} : {})}, args.targets, flags)
  }
}
