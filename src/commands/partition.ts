import {Flags} from '@oclif/core'
import {LinkCommand, manyEndsArg, splitTargets} from '../cli/link-command.ts'
import {refuseStrays} from '../cli/refuse-strays.ts'

export default class Partition extends LinkCommand {
  static override summary = 'Cut the network between instances.'
  static override description =
    `Needs up --links. Nothing passes any more, in either direction, and nobody is told, as if a cable had been pulled:
living connections hang, and who connects anew waits. Clients reach everybody, unless --from clients is said.

With --one-way the targets hear nothing of the others, and are still heard. With --reset connections end with a reset
instead, living and new ones. With --refuse living connections go on, and new ones are turned away.`
  static override examples = [
    {
      description: 'The master and one sentinel, from all others:',
      command: '<%= config.bin %> partition master,s1',
    },
    {
      description: 'The same, said in full, for ten seconds:',
      command: '<%= config.bin %> partition master,s1 --from replicas,s2,s3 --for 10s',
    },
    {
      description: 'A replica hears nothing of its master:',
      command: '<%= config.bin %> partition n2 --from master --one-way',
    },
    {
      description: 'Clients do not reach the master:',
      command: '<%= config.bin %> partition master --from clients',
    },
  ]
  static override args = {targets: manyEndsArg}
  static override flags = {
    from: Flags.string({
      summary: 'From whom: targets, or clients. All other instances unless told.',
      helpValue: 'TARGET,…',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'one-way': Flags.boolean({default: false, summary: 'They hear nothing of the others, and are heard.'}),
    reset: Flags.boolean({
      default: false,
      summary: 'Reset connections, living and new ones.',
      exclusive: ['refuse'],
    }),
    refuse: Flags.boolean({
      default: false,
      summary: 'Turn new connections away; living ones go on.',
    }),
    for: LinkCommand.forFlag,
    ...LinkCommand.watchFlags,
  }

  async run() {
    const {args, flags, raw} = await this.parse(Partition)
    refuseStrays(raw, 'from')
    return this.injectLinkFault(
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
