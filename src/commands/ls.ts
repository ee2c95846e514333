import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeSummaries} from '../core/contract/deployments-json.ts'
import {listSummaries} from '../engine/deployment/summaries.ts'
import {renderSummaries} from '../reporters/deployment/ls-view.ts'

export default class Ls extends BaseCommand {
  static override summary = 'List the deployments.'
  static override description = 'Running ones, stopped ones, and leftovers that redislab clean would remove.'
  static override examples = [
    {description: 'For people:', command: 'redislab ls'},
    {description: 'For programs:', command: 'redislab ls --json'},
  ]

  async run() {
    await this.parse(Ls)
    const deployments = await listSummaries({signal: this.signal})
    if (this.isForPeople) this.log(renderSummaries(deployments))
    return describeSummaries(deployments)
  }
}
