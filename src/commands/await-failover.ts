import {Flags} from '@oclif/core'
import {durationFlag} from '../cli/flags/flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeAwaited} from '../core/contract/explanation-json.ts'
import {InstanceNames} from '../core/timeline/incidents/names.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {awaitLatestFailover} from '../engine/timeline/await-latest-failover.ts'
import {renderWatched} from '../reporters/fault/watched-view.ts'
import {terminalWidth} from '../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../reporters/kit/theme.ts'

export default class AwaitFailover extends BaseCommand {
  static override summary = 'Wait until a failover is over, and say how it went.'
  static override description = [
    'Waits until every sentinel that runs names the new master and every replica that runs follows it; in a cluster, until all',
    'nodes that run agree. It is about the last time that a master was in question since the start or the last reset: when that',
    'failover is over already, it returns at once. When there is none in time, it says why and exits with 5.',
  ].join(' ')
  static override examples = [
    {
      description: 'A test in any language:',
      command: 'redislab kill master && redislab await-failover --json',
    },
    {description: 'No longer than this:', command: 'redislab await-failover --timeout 10s'},
  ]
  static override flags = {
    timeout: durationFlag({
      min: 1,
      summary: 'Give up after this long. By default two failover attempts.',
      helpValue: '30s',
    }),
    master: Flags.string({
      summary: 'Which master group, or shard of a cluster. By default any.',
      helpValue: 'NAME',
    }),
  }

  async run() {
    const {flags} = await this.parse(AwaitFailover)
    const deployment = await findDeployment(flags.name)
    const explanation = await awaitLatestFailover(deployment, {
      withinMs: flags.timeout,
      masterName: flags.master,
      signal: this.signal,
    })
    if (this.isForPeople) {
      const {plan} = deployment.record
      const shown = renderWatched(
        {explanation, load: undefined},
        {plan, names: new InstanceNames(plan), width: terminalWidth()},
        stdoutTheme,
      )
      this.log(shown.replace(/^\n|\n$/g, ''))
    }
    return describeAwaited(explanation)
  }
}
