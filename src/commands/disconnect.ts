import {Flags} from '@oclif/core'
import {FaultCommand} from '../cli/actions/fault-command.ts'
import {targetsArg} from '../cli/flags/flags.ts'
import {refuseStrays} from '../cli/flags/refuse-strays.ts'
import {clientTypes} from '../core/faults/faults.ts'

export default class Disconnect extends FaultCommand {
  static override summary = 'Close the connections of instances.'
  static override description =
    `Sends CLIENT KILL for each type of client, and says how many connections it closed. Clients may connect
again at once: this is a broken connection, not a cut network.`
  static override examples = [
    {description: 'Everyone connected to the master:', command: 'redislab disconnect master'},
    {
      description: 'The link of a replica to its master, which then resumes where it was:',
      command: 'redislab disconnect n2 --type master',
    },
  ]
  static override args = {targets: targetsArg}
  static override flags = {
    type: Flags.option({
      options: clientTypes,
      multiple: true,
      multipleNonGreedy: true,
      summary:
        'Only this type of client; on a replica, master is the link to its master. Repeat it for more.',
    })(),
    ...FaultCommand.watchFlags,
  }

  async run() {
    const {args, flags, raw} = await this.parse(Disconnect)
    refuseStrays(raw, 'type', ' --type ')
    return this.inject({kind: 'disconnect', types: flags.type}, args.targets, flags)
  }
}
