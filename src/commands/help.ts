import {Args} from '@oclif/core'
import {BaseCommand} from '../cli/frame/base-command.ts'
import RedislabHelp from '../cli/frame/help/redislab-help.ts'

export default class HelpCommand extends BaseCommand {
  static override summary =
    'Show how a command is used, or a page on targets, topologies, exit-codes, variables.'
  static override examples = [
    {description: 'All commands:', command: 'redislab help'},
    {description: 'Of a command:', command: 'redislab help lab run'},
    {description: 'A page:', command: 'redislab help targets'},
  ]
  // It is text for people.
  static override enableJsonFlag = false
  static override strict = false
  static override args = {
    command: Args.string({
      description: 'A command, or targets, topologies, exit-codes, variables.',
      multiple: true,
    }),
  }

  async run() {
    const {argv} = await this.parse(HelpCommand)
    this.endWithOutput()
    await new RedislabHelp(this.config).showHelp(argv.map(String))
  }
}
