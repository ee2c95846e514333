import {Flags} from '@oclif/core'
import {durationFlag} from '../cli/flags/flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {addInstance} from '../engine/membership/add-instance.ts'
import {renderAdded} from '../reporters/deployment/membership-view.ts'

export default class Add extends BaseCommand {
  static override summary = 'Add an instance to a running deployment: a replica, or a master of a cluster.'
  static override description =
    `It gets the next name and a port above the others, and is made from the same templates and settings. In a cluster it
meets the others (CLUSTER MEET) and is a master without slots until reshard gives it some, or with --replica-of a
replica (CLUSTER REPLICATE). Returns when all others know it, and the link of a replica is up; sentinels hear of a
replica when they next ask its master, which they do every 10 s, and never of a replica of a replica. A replica of the
present master is one of the first master after a reset. When it cannot be added, nothing is left of it.`
  static override examples = [
    {description: 'One more master for a cluster:', command: 'redislab add'},
    {
      description: 'Then give every master an equal share of the slots:',
      command: 'redislab reshard --to all',
    },
    {description: 'One more replica:', command: 'redislab add --replica-of shard:1'},
    {description: 'The same outside a cluster:', command: 'redislab add --replica-of master'},
  ]
  static override flags = {
    'replica-of': Flags.string({
      summary: 'It replicates from this one; in a cluster from the master of its shard.',
      helpValue: 'TARGET',
    }),
    within: durationFlag({min: 1, summary: 'How long it may take; by default 30 s.', helpValue: '30s'}),
  }

  async run() {
    const {flags} = await this.parse(Add)
    const deployment = await findDeployment(flags.name)
    const {within: withinMs, 'replica-of': replicaOf} = flags
    const report = await this.waitFor('adding an instance', () =>
      addInstance(deployment, {replicaOf, withinMs, signal: this.signal}),
    )
    if (this.isForPeople) this.log(renderAdded(report, deployment.name))
    return report
  }
}
