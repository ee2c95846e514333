import {Args, Flags} from '@oclif/core'
import {countFlag} from '../cli/flags/flags.ts'
import {deploymentFlags, fillPassword, toDeploymentOptions} from '../cli/flags/up-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {clientOf} from '../core/config/access.ts'
import {tlsFilesIn} from '../core/config/files.ts'
import {describePlanned, describeStarted} from '../core/contract/deployments-json.ts'
import {resolveHome} from '../engine/state/home.ts'
import {planFromOptions, startFromOptions} from '../engine/up/start-from-options.ts'
import {renderPlan} from '../reporters/deployment/plan-view.ts'
import {makeStepsReporter} from '../reporters/deployment/steps-reporter.ts'
import {renderUp} from '../reporters/deployment/up-view.ts'

export default class Up extends BaseCommand {
  static override summary = 'Start a deployment and return when a failover would work.'
  static override description =
    `A topology says how many masters (m), replicas (r) and sentinels (s), in total:
1m, 1m2r, 1m2r3s, 2m4r3s (two masters, watched by the same three sentinels), 5m (five independent masters).`
  static override examples = [
    {description: 'One master, two replicas, three sentinels:', command: 'redislab up 1m2r3s'},
    {
      description: 'Slow enough to watch, with a small backlog:',
      command: 'redislab up 1m2r3s --down-after 5s --set repl-backlog-size=16kb',
    },
    {description: 'Only for as long as this script runs:', command: 'redislab up 1m2r3s --owner $$'},
    {description: 'Only show what would be started:', command: 'redislab up 2m4r3s --dry-run'},
  ]
  static override args = {
    topology: Args.string({description: 'Masters, replicas, sentinels: 1m2r3s.', default: '1m2r3s'}),
  }
  static override flags = {
    ...deploymentFlags,
    replace: Flags.boolean({default: false, summary: 'Take a deployment of the same name down first.'}),
    owner: countFlag({
      summary: 'Take it down as soon as this process has ended, such as the shell of a script: $$.',
      min: 1,
      helpValue: 'PID',
    }),
    'dry-run': Flags.boolean({default: false, summary: 'Print the plan and start nothing.'}),
  }

  async run() {
    const {args, flags} = await this.parse(Up, fillPassword(this.argv))
    const home = resolveHome()
    const wanted = toDeploymentOptions(flags)
    const sources = {home, server: flags.server, templates: flags.templates, signal: this.signal}
    if (flags['dry-run']) {
      const {plan, server} = await planFromOptions(args.topology, wanted, sources)
      if (this.isForPeople) this.log(renderPlan(plan, server))
      return describePlanned(plan, server)
    }
    const reporter = makeStepsReporter({quiet: !this.isForPeople})
    const {replace, owner} = flags
    const options = {...sources, replace, owner, onStep: reporter.onStep}
    try {
      const {deployment, steps, readyMs} = await startFromOptions(args.topology, wanted, options)
      await reporter.finish('done')
      const status = await deployment.status()
      const {password, sentinelPassword = password, tls} = deployment.record
      const ca = tls === undefined ? undefined : tlsFilesIn(deployment.directory).ca
      const hasPassword = sentinelPassword !== undefined || clientOf(deployment.record).password !== undefined
      if (this.isForPeople) this.log(renderUp({status, readyMs, hasPassword, ca}))
      return describeStarted(status, {readyMs, steps})
    } catch (error) {
      await reporter.finish('failed')
      throw error
    }
  }
}
