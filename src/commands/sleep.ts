import {Args, Flags} from '@oclif/core'
import {FaultCommand} from '../cli/actions/fault-command.ts'
import {durationArg, targetArg} from '../cli/flags/flags.ts'

export default class Sleep extends FaultCommand {
  static override summary = 'Block the event loop of instances, as a slow command does.'
  static override description =
    `Sends DEBUG SLEEP. Meanwhile the instance does not answer, while the kernel goes on taking connections and data for
it. Returns as soon as the sleep has started, or with --wait when it is over.`
  static override examples = [
    {description: 'Longer than the sentinels put up with:', command: 'redislab sleep master 3s'},
    {description: 'And wait for it:', command: 'redislab sleep n2 500ms --wait'},
  ]
  static override args = {
    target: targetArg,
    time: Args.custom<number>({parse: durationArg('TIME', 1)})({
      description: 'How long: 3s.',
      required: true,
    }),
  }
  static override flags = {
    wait: Flags.boolean({default: false, summary: 'Return when it is over.', exclusive: ['watch']}),
    ...FaultCommand.watchFlags,
  }

  async run() {
    const {args, flags} = await this.parse(Sleep)
    return this.inject({kind: 'sleep', durationMs: args.time, wait: flags.wait}, [args.target], flags)
  }
}
