import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {removeInstance} from '../engine/membership/remove-instance.ts'
import {renderRemovedInstance} from '../reporters/deployment/membership-view.ts'

export default class Remove extends BaseCommand {
  static override summary = 'Take an instance out of a deployment for good: a replica, or an empty master.'
  static override description =
    `It is stopped, every other node of a cluster forgets it (CLUSTER FORGET), and its folder goes, with its log and its
data, as with down; what the others logged of it stays. A master that has slots is refused: move them first, or add
--reshard. Replicas of a master that leaves go to the masters with the fewest replicas.

Dead instances can be removed, too. A node that is paused has to go on first: it could not forget.`
  static override examples = [
    {description: 'A replica:', command: 'redislab remove n7'},
    {
      description: 'A master of a cluster, after its slots went to the others:',
      command: 'redislab remove n4 --reshard',
    },
  ]
  static override args = {
    target: Args.string({description: 'One data instance: n7, replica:2.', required: true}),
  }
  static override flags = {
    reshard: Flags.boolean({
      default: false,
      summary: 'Of a cluster: move its slots to the other masters first, an equal share to each.',
    }),
  }

  async run() {
    const {args, flags} = await this.parse(Remove)
    const deployment = await findDeployment(flags.name)
    const {reshard} = flags
    const report = await this.waitFor(`removing ${args.target}`, () =>
      removeInstance(deployment, args.target, {reshard, signal: this.signal}),
    )
    if (this.isForPeople) this.log(renderRemovedInstance(report, deployment.name))
    return report
  }
}
