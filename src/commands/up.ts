import process from 'node:process'
import {Args, Flags} from '@oclif/core'
import {countFlag} from '../cli/flags/flags.ts'
import {likeFlags, refuseWithLike, timingOfLab, timingOfTwin, type UpFlags} from '../cli/flags/like-flags.ts'
import {deploymentFlags, fillPassword, hostsFlag, toDeploymentOptions} from '../cli/flags/up-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {clientOf} from '../core/config/access.ts'
import {tlsFilesIn} from '../core/config/files.ts'
import {describePlanned, describeStarted} from '../core/contract/deployments-json.ts'
import {describePlannedTwin, describeStartedTwin} from '../core/contract/twin-json.ts'
import {ExitCode} from '../core/errors/errors.ts'
import {withAddresses} from '../core/twin/shape-plan.ts'
import {resolveHome} from '../engine/state/home.ts'
import {planTwin, startTwin} from '../engine/twin/start-twin.ts'
import {planFromOptions, startFromOptions} from '../engine/up/start-from-options.ts'
import {findOwner} from '../engine/up/start-watcher.ts'
import {renderPlan} from '../reporters/deployment/plan-view.ts'
import {makeStepsReporter} from '../reporters/deployment/steps-reporter.ts'
import {renderTwinPlan, renderTwinUp} from '../reporters/deployment/twin-view.ts'
import {renderUp} from '../reporters/deployment/up-view.ts'
import {terminalWidth} from '../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../reporters/kit/theme.ts'

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
    {
      description: 'On three hosts that docker has contexts for:',
      command: 'redislab up 1m2r3s --hosts a,b,c --server image:redis:8.2 --password',
    },
    {description: 'Only show what would be started:', command: 'redislab up 2m4r3s --dry-run'},
    {description: 'A twin of what runs elsewhere, from its confs:', command: 'redislab up --like ./confs'},
    {
      description: 'What happens to every line of them:',
      command: 'redislab up --like ./confs --dry-run',
    },
  ]
  static override args = {
    topology: Args.string({description: 'Masters, replicas, sentinels: 1m2r3s.', default: '1m2r3s'}),
  }
  static override flags = {
    ...deploymentFlags,
    ...hostsFlag,
    ...likeFlags,
    replace: Flags.boolean({default: false, summary: 'Take a deployment of the same name down first.'}),
    owner: countFlag({
      summary: 'Take it down as soon as this process has ended, such as the shell of a script: $$.',
      min: 1,
      helpValue: 'PID',
    }),
    'dry-run': Flags.boolean({default: false, summary: 'Print the plan and start nothing.'}),
  }

  async run() {
    const {args, flags, metadata} = await this.parse(Up, fillPassword(this.argv))
    const home = resolveHome()
    if (flags.like !== undefined) return await this.#upLike(flags.like, flags, metadata)
    const wanted = toDeploymentOptions({...flags, timing: timingOfLab(flags.timing)})
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

  /** The topology, where one was typed. */
  get #topologyWord(): string | undefined {
    return this.argv.find((word) => /^\d+m(?:\d+r)?(?:\d+s)?$/.test(word))
  }

  /** A twin of a deployment that runs or ran elsewhere. */
  async #upLike(
    sources: readonly string[],
    flags: UpFlags,
    {flags: given}: {readonly flags: Readonly<Record<string, {setFromDefault?: boolean} | undefined>>},
  ) {
    const {prepareTwin} = await import('../cli/actions/prepare-twin.ts')
    const values: Readonly<Record<string, unknown>> = {...flags, topology: this.#topologyWord}
    refuseWithLike((name) => values[name] !== undefined && given[name]?.setFromDefault !== true)
    const home = resolveHome()
    await using prepared = await this.waitFor('reading', () =>
      prepareTwin(sources, {...flags, home, timing: timingOfTwin(flags.timing), signal: this.signal}),
    )
    const {original, drawn, options, findings} = prepared
    const of = original.name
    const causes = findings.filter(({severity}) => severity === 'cause').map(({title}) => title)
    const view = {theme: stdoutTheme, width: terminalWidth()}
    if (flags['dry-run']) {
      const plan = await planTwin(drawn, options)
      const twin = withAddresses(drawn.twin, plan)
      if (this.isForPeople) this.log(renderTwinPlan(plan, twin, {server: options.server, of, causes}, view))
      return describePlannedTwin(plan, options.server, {of, twin, unmet: [], findings})
    }
    const reporter = makeStepsReporter({quiet: !this.isForPeople})
    try {
      const {replace, owner} = flags
      const {deployment, steps, readyMs, unmet} = await startTwin(drawn, original, {
        ...options,
        replace,
        owner: owner === undefined ? undefined : await findOwner(owner),
        signal: this.signal,
        onStep: reporter.onStep,
      })
      await reporter.finish('done')
      const status = await deployment.status()
      const {plan, tls} = deployment.record
      const twin = withAddresses(drawn.twin, plan)
      if (this.isForPeople) {
        const ca = tls === undefined ? undefined : tlsFilesIn(deployment.directory).ca
        const hasPassword = drawn.twin.access.password !== undefined || drawn.twin.access.acl !== undefined
        this.log(renderTwinUp({status, readyMs, hasPassword, ca}, {plan, twin, of, unmet, causes}, view))
      }
      // A failover would not work, as it would not in the original.
      if (unmet.length > 0) process.exitCode = ExitCode.expectationFailed
      return describeStartedTwin(status, {readyMs, steps}, {of, twin, unmet, findings})
    } catch (error) {
      await reporter.finish('failed')
      throw error
    }
  }
}
