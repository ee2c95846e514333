import {Flags} from '@oclif/core'
import {FaultCommand} from '../cli/actions/fault-command.ts'
import {healFlag, manyEndsArg, splitTargets} from '../cli/flags/ends.ts'
import {refuseStrays} from '../cli/flags/refuse-strays.ts'

export default class Partition extends FaultCommand {
  static override summary = 'Cut the network between instances.'
  static override description =
    `Needs up --links. Nothing passes any more, in either direction, as if a cable had been pulled: open
connections hang, and new ones wait. Clients still reach every instance, unless --from clients is given.

With --one-way the targets hear nothing of the others, and are still heard. With --reset connections are reset instead,
open and new ones. With --refuse open connections go on, and new ones are refused.

With up --hosts, links between hosts are cut, for all instances of a host: host:NAME.`
  static override examples = [
    {description: 'The master and one sentinel, from all others:', command: 'redislab partition master,s1'},
    {
      description: 'The same, written out, for ten seconds:',
      command: 'redislab partition master,s1 --from replicas,s2,s3 --for 10s',
    },
    {
      description: 'A replica hears nothing of its master:',
      command: 'redislab partition n2 --from master --one-way',
    },
    {description: 'One host, from another:', command: 'redislab partition host:a --from host:b'},
    {description: 'Clients do not reach the master:', command: 'redislab partition master --from clients'},
  ]
  static override args = {targets: manyEndsArg}
  static override flags = {
    from: Flags.string({
      summary: 'The other side: targets, or clients. By default all other instances.',
      helpValue: 'TARGET',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'one-way': Flags.boolean({default: false, summary: 'They hear nothing of the others, and are heard.'}),
    reset: Flags.boolean({
      default: false,
      summary: 'Reset connections, open and new ones.',
      exclusive: ['refuse'],
    }),
    refuse: Flags.boolean({
      default: false,
      summary: 'Refuse new connections; open ones go on.',
    }),
    for: healFlag,
    ...FaultCommand.watchFlags,
  }

  async run() {
    const {args, flags, raw} = await this.parse(Partition)
    refuseStrays(raw, 'from')
    return this.inject(
      {
        kind: 'partition',
        from: flags.from === undefined ? undefined : splitTargets(flags.from),
        oneWay: flags['one-way'],
        cut: flags.reset ? 'reset' : flags.refuse ? 'refuse' : 'stall',
      },
      splitTargets(args.targets),
      flags,
    )
  }
}
