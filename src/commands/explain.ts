import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.ts'
import {findDeployment} from '../engine/deployment.ts'
import {explainLast} from '../engine/timeline/explain-last.ts'
import {describeReasons} from '../reporters/explanation-json.ts'
import {renderExplanation} from '../reporters/explanation-view.ts'
import {terminalWidth} from '../reporters/terminal-width.ts'
import {stdoutTheme} from '../reporters/theme.ts'

export default class Explain extends BaseCommand {
  static override summary = 'Say why the last failover happened, or why there was none.'
  static override description =
    `Reads it from what redislab did and what all logs say: no quorum, no majority, no replica that was fit, sentinels
that disagree or were frozen. Each sentence comes with the lines that show it.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {description: 'The sentences alone:', command: '<%= config.bin %> <%= command.id %> --brief'},
  ]
  static override flags = {
    brief: Flags.boolean({char: 'b', summary: 'Only the sentences, without the lines that show them.'}),
  }

  async run() {
    const {flags} = await this.parse(Explain)
    const deployment = await findDeployment(flags.name)
    const {names, explanations} = await this.waitFor('reading the logs', () =>
      explainLast(deployment, {signal: this.signal}),
    )
    if (this.isForPeople) {
      const width = terminalWidth()
      const texts = explanations.map((explanation) =>
        renderExplanation(explanation, stdoutTheme, {names, width, evidence: !flags.brief}),
      )
      this.log(texts.join('\n').trimEnd() || 'Nothing has happened yet: no fault, and no failover.')
    }
    return {
      incidents: explanations.map((explanation) => {
        const {summary, failover} = explanation
        return {summary, ...failover, reasons: describeReasons(explanation)}
      }),
    }
  }
}
