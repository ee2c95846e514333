import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.ts'
import {durationFlag} from '../cli/flags.ts'
import type {DeploymentStatus} from '../core/status/status.ts'
import {findDeployment} from '../engine/deployment.ts'
import {waitUntilSettled} from '../engine/settled.ts'
import {watchStatus} from '../engine/watch-status.ts'
import {makeLiveView} from '../reporters/live-view.ts'
import {renderStatus} from '../reporters/status-view.ts'
import {SteadyColumns} from '../reporters/table.ts'
import {stdoutTheme} from '../reporters/theme.ts'

export default class Status extends BaseCommand {
  static override summary = 'Show what every instance is now.'
  static override description =
    `Asks all instances at once, at most a second, and shows what is true now: live roles, dead and paused instances,
offsets, lag, links, and which master each sentinel believes in. Works with any number of them dead.`
  static override examples = [
    {description: 'A look:', command: '<%= config.bin %> <%= command.id %>'},
    {description: 'Watch a failover happen:', command: '<%= config.bin %> <%= command.id %> --watch'},
    {
      description: 'Wait until a master is there and the sentinels agree:',
      command: '<%= config.bin %> <%= command.id %> --wait 20s',
    },
  ]
  static override flags = {
    watch: Flags.boolean({
      default: false,
      char: 'w',
      summary: 'Redraw until Ctrl-C.',
      exclusive: ['json', 'wait'],
    }),
    wait: durationFlag({
      summary:
        'Wait, at most this long, until each master is there, the sentinels agree on it, and links are up.',
    }),
  }

  async run(): Promise<DeploymentStatus | undefined> {
    const {flags} = await this.parse(Status)
    const deployment = await findDeployment(flags.name)
    if (flags.watch) {
      this.expectInterrupt()
      this.endWithOutput()
      using view = makeLiveView()
      const columns = new SteadyColumns()
      for await (const status of watchStatus(deployment, {signal: this.signal}))
        view.show(renderStatus(status, stdoutTheme, columns))
      return undefined
    }
    const status =
      flags.wait === undefined
        ? await deployment.status({signal: this.signal})
        : await waitUntilSettled(deployment, {withinMs: flags.wait, signal: this.signal})
    if (this.isForPeople) this.log(renderStatus(status).trimEnd())
    return status
  }
}
