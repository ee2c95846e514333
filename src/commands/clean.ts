import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeCleaned} from '../core/contract/deployments-json.ts'
import {cleanUp} from '../engine/deployment/take-down-named.ts'
import {renderCleaned, renderSilent} from '../reporters/deployment/removed-view.ts'

export default class Clean extends BaseCommand {
  static override summary = 'Remove what is left of deployments that have died.'
  static override description =
    `Removes deployments whose processes have all ended other than by down --keep, and folders that hold no record,
after ending the processes that are surely their own; ends servers whose folder was removed under them; and removes containers of such. What runs, or was
kept, is left alone.`
  static override examples = [{description: 'Remove leftovers:', command: 'redislab clean'}]

  async run() {
    await this.parse(Clean)
    const {removed, left, silent} = await cleanUp()
    if (this.isForPeople) this.log(renderCleaned(removed, left))
    if (silent.length > 0) this.warnPerson(renderSilent(silent))
    return describeCleaned(removed)
  }
}
