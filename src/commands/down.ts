import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeTakenDown} from '../core/contract/deployments-json.ts'
import {takeDown} from '../engine/deployment/take-down-named.ts'
import {renderRemoved, renderSilent} from '../reporters/deployment/removed-view.ts'

export default class Down extends BaseCommand {
  static override summary = 'Stop every instance of a deployment and remove its folder.'
  static override description =
    `At once and surely: paused, hung and half-started instances too. With --keep the instances are stopped in order
instead, so that what --persist rdb or aof writes is saved, and the folder stays: redislab start all brings the
deployment back.`
  static override examples = [
    {description: 'The deployment, with its folder:', command: 'redislab down'},
    {description: 'All deployments:', command: 'redislab down --all'},
    {description: 'Keep data and logs:', command: 'redislab down --keep'},
  ]
  static override flags = {
    all: Flags.boolean({default: false, char: 'a', summary: 'Every deployment.'}),
    keep: Flags.boolean({default: false, summary: 'Keep the folder with data and logs.'}),
  }

  async run() {
    const {flags} = await this.parse(Down)
    const removed = await this.waitFor('taking it down', () =>
      takeDown({name: flags.all ? undefined : flags.name, keep: flags.keep, signal: this.signal}),
    )
    if (this.isForPeople) this.log(renderRemoved(removed, {kept: flags.keep}))
    const silent = [...new Set(removed.flatMap((one) => one.silent ?? []))]
    if (silent.length > 0) this.warnPerson(renderSilent(silent))
    return describeTakenDown(removed, {kept: flags.keep})
  }
}
