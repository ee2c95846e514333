import {Flags} from '@oclif/core'
import {useLogTimes} from '../cli/actions/log-times.ts'
import {checkReport} from '../cli/actions/write-report.ts'
import {htmlFlag} from '../cli/flags/html-flag.ts'
import {liveLogin} from '../cli/flags/live-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeExplanations} from '../core/contract/explanation-json.ts'
import {parseMoment} from '../core/time/moment.ts'
import {describeUnread, type UnreadLog} from '../core/timeline/entries/unread-log.ts'
import {type Deployment, findDeployment} from '../engine/deployment/deployment.ts'
import {explainLast} from '../engine/timeline/explain-last.ts'
import {findLastLine} from '../engine/timeline/last-line.ts'
import {terminalWidth} from '../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../reporters/kit/theme.ts'
import {renderExplanation, renderSlotMove} from '../reporters/timeline/explanation-view.ts'

export default class Explain extends BaseCommand {
  static override summary = 'Say why the last failover happened, or why there was none.'
  static override description =
    `Reads it from what redislab did and what all logs say: no quorum, no majority, no replica that was fit, sentinels
that disagree or were frozen. Of a cluster also what happened to slots that were to move whole (reshard --atomic). Each sentence comes with the lines that show it.`
  static override examples = [
    {description: 'The last failover:', command: 'redislab explain'},
    {description: 'What happened last night:', command: 'redislab explain --at 23:58'},
    {description: 'The sentences alone:', command: 'redislab explain --brief'},
  ]
  static override flags = {
    at: Flags.string({
      summary: 'The last failover that had begun by then. [default: now]',
      helpValue: '23:58',
      exclusive: ['all'],
    }),
    all: Flags.boolean({
      char: 'a',
      summary: 'Every failover, and every time that none came, in the order of time.',
    }),
    brief: Flags.boolean({char: 'b', summary: 'Only the sentences, without the lines that show them.'}),
    html: htmlFlag(),
  }

  async run() {
    const {flags} = await this.parse(Explain)
    if (flags.html !== undefined) await checkReport(flags.html)
    // For a page one that was opened live is asked what holds now.
    const login = flags.html === undefined ? undefined : liveLogin()
    const deployment = await findDeployment(flags.name, {evenIfOpened: true, login})
    useLogTimes(deployment)
    const atMs = flags.at === undefined ? undefined : parseMoment(flags.at, await endOf(deployment), 'last')
    const {names, explanations, moves, unread} = await this.waitFor('reading the logs', () =>
      explainLast(deployment, {atMs, isForAll: flags.all, signal: this.signal}),
    )
    if (this.isForPeople) {
      const width = terminalWidth()
      const options = {names, width, evidence: !flags.brief}
      const texts = [
        ...explanations.map((explanation) => renderExplanation(explanation, stdoutTheme, options)),
        ...moves.map((move) => renderSlotMove(move, stdoutTheme, options)),
      ]
      const isOpened = deployment.record.opened !== undefined
      this.log(texts.join('\n').trimEnd() || nothingKnown(unread, flags.at, isOpened))
    }
    if (flags.html !== undefined) {
      const {writePageOf} = await import('../cli/actions/write-page.ts')
      await writePageOf(deployment, flags.html, {signal: this.signal})
    }
    return describeExplanations(explanations, unread, moves)
  }
}

/** From when a time of day is looked for backwards: now, and of an opened deployment the end of its logs. */
async function endOf(deployment: Deployment): Promise<number> {
  const end = deployment.record.opened === undefined ? undefined : await findLastLine(deployment)
  return end ?? Date.now()
}

function nothingKnown(unread: readonly UnreadLog[], moment: string | undefined, isOpened: boolean): string {
  if (isOpened) {
    const when = moment === undefined ? '' : ` by ${moment}`
    const missing = unread.length > 0 ? ` ${describeUnread(unread)}` : ''
    return `These logs tell of no failover${when}, and of none that was tried.${missing} See redislab diagnose and redislab timeline.`
  }
  if (unread.length > 0) return `What happened is not known. ${describeUnread(unread)}`
  return moment === undefined
    ? 'Nothing has happened yet: no fault, and no failover.'
    : `Nothing had happened by ${moment}: no fault, and no failover.`
}
