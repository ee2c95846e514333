import {durationFlag} from '../cli/flags/flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeReset} from '../core/contract/deployments-json.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {resetDeployment} from '../engine/reset/reset-deployment.ts'
import {renderReset} from '../reporters/deployment/reset-view.ts'

export default class Reset extends BaseCommand {
  static override summary = 'Put a deployment back to its start: between tests.'
  static override description = [
    'Every process alive, no fault in force, all links whole, the roles of the start, no data and no functions, settings as',
    'they were, and ready for a failover. Clients stay connected where their instance does. Instances that died or cannot be',
    'put right are started from their first conf, and so are sentinels, unless all they have seen is a failover that everybody',
    'has agreed on, which they are made to forget. Users made with ACL SETUSER and scripts stay.',
  ].join(' ')
  static override examples = [
    {description: 'Between two tests, in any language:', command: 'redislab reset'},
    {
      description: 'For programs: how long it took, and what was started again:',
      command: 'redislab reset --json',
    },
  ]
  static override flags = {
    within: durationFlag({
      min: 1,
      summary: 'How long it may take. By default 30 s.',
      helpValue: '30s',
    }),
  }

  async run() {
    const {flags} = await this.parse(Reset)
    const deployment = await findDeployment(flags.name)
    const report = await resetDeployment(deployment, {withinMs: flags.within, signal: this.signal})
    if (this.isForPeople) this.log(renderReset(report, deployment.name))
    return describeReset(deployment.name, report)
  }
}
