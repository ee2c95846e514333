import {Flags} from '@oclif/core'
import {canReadKeys, listenToKeys} from '../cli/actions/keys.ts'
import {checkReport} from '../cli/actions/write-report.ts'
import {durationFlag} from '../cli/flags/flags.ts'
import {htmlFlag} from '../cli/flags/html-flag.ts'
import {liveLogin} from '../cli/flags/live-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import type {StatusThenJson} from '../core/contract/status-then-json.ts'
import type {DeploymentStatus} from '../core/status/status.ts'
import {type Deployment, findDeployment} from '../engine/deployment/deployment.ts'
import {waitUntilSettled} from '../engine/deployment/settled.ts'
import {watchStatus} from '../engine/deployment/watch-status.ts'
import {renderStatus} from '../reporters/deployment/status-view.ts'

export default class Status extends BaseCommand {
  static override summary = 'Show the current state of every instance.'
  static override description =
    `Asks all instances at once, at most a second, and shows what is true now: live roles, dead and paused instances,
offsets, lag, links, and which master each sentinel believes in. Works with any number of them dead. With --at it asks
nothing, and shows how everything was at that moment, as the logs tell it; so it does for a deployment that was opened from files.
One that was opened by its address is asked, with commands that only read.`
  static override examples = [
    {description: 'A look:', command: 'redislab status'},
    {description: 'Watch a failover happen:', command: 'redislab status --watch'},
    {
      description: 'Wait until a master is there and the sentinels agree:',
      command: 'redislab status --wait 20s',
    },
    {description: 'How it was last night:', command: 'redislab status --at 23:58'},
  ]
  static override flags = {
    at: Flags.string({
      summary: 'How it was then, as the logs tell: 23:58, 2026-11-05T23:58, or 5m for five minutes ago.',
      helpValue: '23:58',
      exclusive: ['watch', 'wait'],
    }),
    watch: Flags.boolean({
      default: false,
      char: 'w',
      summary: 'Redraw until q or Ctrl-C.',
      exclusive: ['json', 'wait'],
    }),
    wait: durationFlag({
      summary:
        'Wait, at most this long, until each master is there, the sentinels agree on it, and links are up.',
    }),
    html: htmlFlag({exclusive: ['watch']}),
  }

  async run(): Promise<DeploymentStatus | StatusThenJson | undefined> {
    const {flags} = await this.parse(Status)
    if (flags.html !== undefined) await checkReport(flags.html)
    const isLive = flags.watch || flags.wait !== undefined
    const deployment = await findDeployment(flags.name, {evenIfOpened: !isLive, login: liveLogin()})
    if (
      flags.at !== undefined ||
      (deployment.record.opened !== undefined && deployment.access === undefined)
    ) {
      // Loaded here: a look at what runs reads no log.
      const {findStatusThen} = await import('../cli/actions/status-then.ts')
      const {json, text} = await findStatusThen(deployment, flags.at, {signal: this.signal})
      if (this.isForPeople) this.log(text)
      await this.#writePage(deployment, flags.html)
      return json
    }
    if (flags.watch) {
      this.expectInterrupt()
      this.endWithOutput()
      await this.#watch(deployment)
      return undefined
    }
    const status =
      flags.wait === undefined
        ? await deployment.status({signal: this.signal})
        : await this.waitFor('waiting for masters that all sentinels agree on, and for the links', () =>
            waitUntilSettled(deployment, {withinMs: flags.wait ?? 0, signal: this.signal}),
          )
    if (this.isForPeople) this.log(renderStatus(status).trimEnd())
    await this.#writePage(deployment, flags.html)
    return status
  }

  async #writePage(deployment: Deployment, file: string | undefined): Promise<void> {
    if (file === undefined) return
    const {writePageOf} = await import('../cli/actions/write-page.ts')
    await writePageOf(deployment, file, {signal: this.signal})
  }

  /** Until Ctrl-C, or q at a terminal. */
  async #watch(deployment: Deployment): Promise<void> {
    // Loaded here: a look at a deployment redraws nothing.
    const {makeStatusReporter} = await import('../reporters/deployment/status-reporter.ts')
    const left = new AbortController()
    const signal = AbortSignal.any([this.signal, left.signal])
    using keys = canReadKeys()
      ? listenToKeys((key) => {
          if (/^[qQ\u001b]$/.test(key)) left.abort()
        })
      : undefined
    const show = makeStatusReporter({canLeaveByKey: keys !== undefined})
    try {
      for await (const status of watchStatus(deployment, {signal})) show(status)
    } catch (error) {
      if (!left.signal.aborted) throw error
    }
  }
}
