import {Args, Flags} from '@oclif/core'
import {FaultCommand} from '../cli/actions/fault-command.ts'
import {failoverManners} from '../core/faults/faults.ts'

export default class Failover extends FaultCommand {
  static override summary = 'Have a sentinel replace a healthy master.'
  static override description =
    `Sends SENTINEL FAILOVER to the first sentinel that answers, and returns when it has agreed. No quorum is needed for
it, and the old master is not down: it becomes a replica. Writes that the replica has not got by then are lost; with
--coordinated (Valkey 9) the master hands over itself, takes no writes meanwhile, and loses none.

In a cluster a replica takes over: the one that is named, or of a shard its first. It agrees with its master, and no
write is lost. With --force it does not ask its master, and is elected; with --takeover it asks no other node.`
  static override examples = [
    {description: 'The only master:', command: 'redislab failover'},
    {description: 'One of several:', command: 'redislab failover mymaster-2/master'},
    {description: 'Without losing a write:', command: 'redislab failover --coordinated'},
    {description: 'Of a shard of a cluster:', command: 'redislab failover shard:1'},
    {description: 'Though its master is dead:', command: 'redislab failover n4 --force'},
  ]
  static override args = {
    target: Args.string({
      description: 'A master, or an instance of its group. By default the only master.',
    }),
  }
  static override flags = {
    ...FaultCommand.watchFlags,
    coordinated: Flags.boolean({
      summary: 'Of sentinels (Valkey 9): the master hands over, and loses no write.',
      exclusive: ['force', 'takeover'],
    }),
    force: Flags.boolean({summary: 'Of a cluster: without asking the master.', exclusive: ['takeover']}),
    takeover: Flags.boolean({summary: 'Of a cluster: without an election.'}),
  }

  async run() {
    const {args, flags} = await this.parse(Failover)
    const targets = args.target === undefined ? [] : [args.target]
    const manner = failoverManners.find((name) => flags[name])
    return this.inject({kind: 'failover', manner}, targets, flags)
  }
}
