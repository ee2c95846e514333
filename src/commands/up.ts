import {Args, Flags} from '@oclif/core'
import {countFlag} from '../cli/flags/flags.ts'
import {deploymentFlags, fillPassword, toDeploymentOptions} from '../cli/flags/up-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {readTemplates} from '../engine/files/templates.ts'
import {chooseServer} from '../engine/servers/choose-server.ts'
import {resolveHome} from '../engine/state/home.ts'
import {toPlanRequest} from '../engine/up/options.ts'
import {choosePasswords} from '../engine/up/passwords.ts'
import {planDeployment} from '../engine/up/reserve.ts'
import {checkConfs, startPlanned} from '../engine/up/start-deployment.ts'
import {findOwner} from '../engine/up/start-watcher.ts'
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
    topology: Args.string({description: 'Such as 1m2r3s.', default: '1m2r3s'}),
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
    const request = toPlanRequest(args.topology, wanted)
    const passwords = choosePasswords(wanted)
    const templates = await readTemplates(flags.templates)
    const server = await chooseServer(flags.server, {signal: this.signal})
    if (flags['dry-run']) {
      await checkConfs(request, {home, templates, server, passwords})
      const plan = await planDeployment(home, request)
      if (this.isForPeople) this.log(renderPlan(plan, server))
      return {...plan, server}
    }
    const reporter = makeStepsReporter({quiet: !this.isForPeople})
    const options = {
      home,
      server,
      templates,
      passwords,
      replace: flags.replace,
      owner: flags.owner === undefined ? undefined : await findOwner(flags.owner),
      signal: this.signal,
      onStep: reporter.onStep,
    }
    try {
      const {deployment, steps, readyMs} = await startPlanned(request, options)
      await reporter.finish('done')
      const status = await deployment.status()
      if (this.isForPeople)
        this.log(renderUp({status, readyMs, hasPassword: Object.keys(passwords).length > 0}))
      return {...status, readyMs, steps}
    } catch (error) {
      await reporter.finish('failed')
      throw error
    }
  }
}
