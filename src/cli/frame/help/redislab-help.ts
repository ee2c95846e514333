import path from 'node:path'
import {Help} from '@oclif/core'
import {commandGroups} from '../../../core/text/commands.ts'
import {packageRoot} from '../../../engine/files/package-root.ts'
import {renderHelpPage, renderRootHelp} from '../../../reporters/kit/help-view.ts'
import {writeUnknownCommand} from '../unknown-command.ts'
import {RedislabCommandHelp} from './command-help.ts'
import {helpPages} from './pages.ts'

/** `--help` and `redislab help`: commands in groups, and pages on what is about no single command. */
export default class RedislabHelp extends Help {
  protected override CommandHelpClass = RedislabCommandHelp

  override async showHelp(argv: string[]): Promise<void> {
    const words = argv.filter((word) => !word.startsWith('-'))
    const [first] = words
    const page = helpPages.find(({name}) => name === first)
    if (page !== undefined) return this.log(renderHelpPage(page, {width: this.opts.maxWidth}))
    if (first === undefined || this.#finds(words)) return super.showHelp(argv)
    await writeUnknownCommand(words, this.config)
  }

  protected override async showRootHelp(): Promise<void> {
    const summaries = new Map(
      this.sortedCommands.map(({id, summary = ''}) => [id.replaceAll(':', ' '), summary]),
    )
    const groups = commandGroups.map(({title, commands}) => ({
      title,
      rows: commands.flatMap((name): readonly (readonly [string, string])[] => {
        const summary = summaries.get(name)
        return summary === undefined ? [] : [[name, this.render(summary)]]
      }),
    }))
    const {description = ''} = this.config.pjson
    const folder = path.join(packageRoot, 'docs')
    this.log(renderRootHelp({description, groups, pages: helpPages, folder}, {width: this.opts.maxWidth}))
  }

  #finds(words: readonly string[]): boolean {
    const ids = [words.slice(0, 2).join(':'), words[0] ?? '']
    return ids.some(
      (id) => this.config.findCommand(id) !== undefined || this.config.findTopic(id) !== undefined,
    )
  }
}
