import {Args} from '@oclif/core'
import {FaultCommand} from '../cli/actions/fault-command.ts'
import {targetArg} from '../cli/flags/flags.ts'
import {parseSetting} from '../core/config/directives.ts'

export default class SetSetting extends FaultCommand {
  static override summary = 'Change a setting of running data instances.'
  static override description =
    `Sends CONFIG SET. The conf file stays as it is until Redis rewrites it: after a restart the old value may be back.`
  static override examples = [
    {
      description: 'Keep a replica from being promoted, for ten seconds:',
      command: 'redislab set n2 replica-priority 0 --for 10s',
    },
    {description: 'Refuse writes without a replica:', command: 'redislab set master min-replicas-to-write 1'},
  ]
  static override args = {
    target: targetArg,
    key: Args.string({description: 'A setting, as in redis.conf.', required: true}),
    value: Args.string({description: 'Its value; "" for none.', required: true}),
  }
  static override flags = FaultCommand.timedFlags

  async run() {
    const {args, flags} = await this.parse(SetSetting)
    return this.inject({kind: 'set', directives: [parseSetting(args.key, args.value)]}, [args.target], flags)
  }
}
