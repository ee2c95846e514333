import {Args, Flags} from '@oclif/core'
import {FaultCommand} from '../cli/actions/fault-command.ts'
import {endsArg, healFlag, splitTargets} from '../cli/flags/ends.ts'
import {durationArg, durationFlag} from '../cli/flags/flags.ts'
import {parseBandwidth} from '../core/links/bandwidth.ts'

export default class Delay extends FaultCommand {
  static override summary = 'Slow down what instances send to others.'
  static override description =
    `Needs up --links. Every byte that the target sends arrives this much later; what it is sent is not touched. Bytes keep
their order. With --bandwidth each link passes no more than that many bytes a second. An earlier delay of the same
links is replaced.`
  static override examples = [
    {description: 'To all other instances:', command: 'redislab delay master 200ms'},
    {
      description: 'To one, and not always the same:',
      command: 'redislab delay n1 --to n2 200ms --jitter 50ms',
    },
    {
      description: 'A thin line for replication:',
      command: 'redislab delay master --to replicas --bandwidth 500kb',
    },
  ]
  static override args = {
    target: endsArg,
    time: Args.custom<number>({parse: durationArg('TIME')})({
      description: 'How much later: 200ms.',
    }),
  }
  static override flags = {
    to: Flags.string({
      summary: 'The receiving side: targets, or clients. By default all other instances.',
      helpValue: 'TARGET',
      multiple: true,
      multipleNonGreedy: true,
    }),
    jitter: durationFlag({summary: 'Vary by up to this much, either way.', helpValue: '50ms'}),
    bandwidth: Flags.custom<number>({
      summary: 'Bytes a second, on each link: 500kb, 1mb, 10mbit.',
      helpValue: '1mb',
      parse: async (text) => parseBandwidth(text),
    })(),
    for: healFlag,
    ...FaultCommand.watchFlags,
  }

  async run() {
    const {args, flags} = await this.parse(Delay)
    return this.inject(
      {
        kind: 'delay',
        to: flags.to === undefined ? undefined : splitTargets(flags.to),
        delayMs: args.time,
        jitterMs: flags.jitter,
        bytesPerSecond: flags.bandwidth,
      },
      splitTargets([args.target]),
      flags,
    )
  }
}
