import {Flags} from '@oclif/core'
import {languageFlag} from '../../cli/flags/language-flag.ts'
import {BaseCommand} from '../../cli/frame/base-command.ts'
import {describeLabList} from '../../core/contract/lab-json.ts'
import {topics} from '../../core/lab/topics.ts'
import {terminalWidth} from '../../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../../reporters/kit/theme.ts'
import {renderLabList} from '../../reporters/lab/lab-list-view.ts'
import {readLabIndex} from '../../runner/read-lab-index.ts'

export default class LabList extends BaseCommand {
  static override summary = 'List the labs that come with redislab, by topic.'
  static override examples = [
    {description: 'All of them:', command: 'redislab lab list'},
    {description: 'Those about locks, in Chinese:', command: 'redislab lab list --topic locks --lang zh'},
  ]
  static override flags = {
    topic: Flags.option({summary: 'Only labs of this topic.', options: topics})(),
    lang: languageFlag(),
  }

  async run() {
    const {flags} = await this.parse(LabList)
    const index = await readLabIndex()
    const labs = index[flags.lang].filter(({topic}) => flags.topic === undefined || topic === flags.topic)
    const width = terminalWidth()
    if (this.isForPeople) this.log(renderLabList(labs, stdoutTheme, {width, language: flags.lang}))
    return describeLabList(labs)
  }
}
