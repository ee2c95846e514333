import {Args} from '@oclif/core'
import {languageFlag} from '../../cli/flags/language-flag.ts'
import {BaseCommand} from '../../cli/frame/base-command.ts'
import {terminalWidth} from '../../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../../reporters/kit/theme.ts'
import {renderLab} from '../../reporters/lab/lab-show-view.ts'
import {readLab} from '../../runner/lab-files.ts'

export default class LabShow extends BaseCommand {
  static override summary = 'Show a lab: what it is about, what is claimed, and its steps.'
  static override examples = [
    {description: 'One that comes with redislab:', command: 'redislab lab show failover'},
    {description: 'One of your own:', command: 'redislab lab show ./mine.yaml'},
  ]
  static override args = {
    lab: Args.string({
      description: 'A name that redislab lab list shows, or a file.',
      required: true,
    }),
  }
  static override flags = {lang: languageFlag()}

  async run() {
    const {args, flags} = await this.parse(LabShow)
    const lab = await readLab(args.lab, {language: flags.lang})
    const width = terminalWidth()
    if (this.isForPeople) this.log(renderLab(lab, stdoutTheme, {width, language: flags.lang}))
    return lab
  }
}
