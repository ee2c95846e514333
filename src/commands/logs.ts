import process from 'node:process'
import {Args, Flags} from '@oclif/core'
import {writeLogLines} from '../cli/actions/write-log-lines.ts'
import {writeOutput} from '../cli/actions/write-output.ts'
import {countFlag} from '../cli/flags/flags.ts'
import {checkPeriod, logFlags} from '../cli/flags/log-flags.ts'
import {regexFlag} from '../cli/flags/regex-flag.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeLogRecord, type LogJson} from '../core/contract/log-json.ts'
import {RedislabError} from '../core/errors/errors.ts'
import {explainRecord, weighRecord} from '../core/redis/explain-record.ts'
import type {LogRecord} from '../core/redis/log-record.ts'
import {stringifyVisible} from '../core/text/visible.ts'
import {InstanceNames} from '../core/timeline/names.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {findLogSources} from '../engine/deployment/log-sources.ts'
import {watchPresence} from '../engine/deployment/presence.ts'
import {readLogBatches} from '../engine/logs/read-logs.ts'
import {makeClock} from '../reporters/kit/clock-time.ts'
import {stdoutTheme} from '../reporters/kit/theme.ts'
import {renderLogRecord} from '../reporters/timeline/log-view.ts'
import {RecentMeanings} from '../reporters/timeline/recent-meanings.ts'

const followedTail = 10
const jsonTail = 10_000

export default class Logs extends BaseCommand {
  static override summary = 'Show the logs of all instances as one, in the order of time.'
  static override description = [
    `Without --tail everything is shown; with --follow the last ${followedTail} lines and what comes,`,
    `with --json the last ${jsonTail} lines. A followed log goes on when its server is killed and started again.`,
    'The letter behind a name is the role that Redis logged: M master, S replica, X sentinel, C a child that saves.',
  ].join(' ')
  static override examples = [
    {description: 'Watch everything, and learn what it means:', command: 'redislab logs --follow --explain'},
    {description: 'The last lines of the master and of n3:', command: 'redislab logs master n3 --tail 20'},
    {
      description: 'What the sentinels decided in the last minute:',
      command: `redislab logs sentinels --since 1m --grep '^[+-]'`,
    },
    {description: 'For programs, a JSON object a line:', command: 'redislab logs --follow --jsonl'},
  ]
  static override args = {
    targets: Args.string({
      description:
        'Whose logs: a name (n2), a live role (master), or several (replicas). All when none is given.',
      multiple: true,
    }),
  }
  static override flags = {
    follow: Flags.boolean({char: 'f', summary: 'Keep printing new lines until Ctrl-C.'}),
    tail: countFlag({summary: 'Only the last N lines of all logs together.'}),
    ...logFlags,
    grep: regexFlag({summary: 'Only lines whose message matches this regular expression.'}),
    explain: Flags.boolean({
      char: 'e',
      summary: 'Say what each known line means. A meaning is not repeated while it is on the screen.',
    }),
    jsonl: Flags.boolean({
      summary: 'Write a JSON object for each line, with its meaning.',
      exclusive: ['explain'],
    }),
  }

  async run(): Promise<{readonly lines: readonly LogJson[]} | undefined> {
    const {args, flags} = await this.parse(Logs)
    checkPeriod(flags)
    const {signal} = this
    const isDocument = this.jsonEnabled()
    if (isDocument && (flags.follow || flags.jsonl)) {
      throw new RedislabError(
        'OPTION_INVALID',
        '--json writes one document, which a stream of lines is not.',
        {
          suggestions: ['Leave out --json, and use --jsonl: a JSON object for each line.'],
        },
      )
    }
    const deployment = await findDeployment(flags.name)
    const sources = await findLogSources(deployment, args.targets ?? [], {signal})
    const gone = flags.follow ? watchPresence(deployment, {signal}) : undefined
    const reading = {
      tail: flags.tail ?? defaultTail({isDocument, follow: flags.follow && flags.since === undefined}),
      sinceMs: flags.since,
      untilMs: flags.until,
      grep: flags.grep,
      exclude: flags.exclude,
      follow: flags.follow,
      signal: AbortSignal.any([signal, ...(gone === undefined ? [] : [gone])]),
    }
    this.endWithOutput()
    if (flags.follow) this.expectInterrupt()
    using _reader = flags.follow ? await this.endWithReader() : undefined
    const nameWidth = Math.max(...sources.map(({instance}) => instance.length))
    const isPlain = !isDocument && !flags.jsonl && !flags.explain && !flags.follow && !process.stdout.isTTY
    if (isPlain) {
      await writeLogLines(sources, {...reading, nameWidth, signal})
      signal.throwIfAborted()
      return undefined
    }
    const lines: LogJson[] = []
    const render = flags.jsonl
      ? renderJson
      : makeRenderer({explain: flags.explain, nameWidth, names: new InstanceNames(deployment.record.plan)})
    for await (const records of readLogBatches(sources, reading)) {
      if (!isDocument) await writeOutput(records.map(render).join(''), signal)
      else for (const record of records) lines.push(toJson(record))
    }
    signal.throwIfAborted()
    gone?.throwIfAborted()
    return isDocument ? {lines} : undefined
  }
}

function defaultTail({
  isDocument,
  follow,
}: {
  readonly isDocument: boolean
  readonly follow: boolean
}): number | undefined {
  if (isDocument) return jsonTail
  return follow ? followedTail : undefined
}

function toJson(record: LogRecord): LogJson {
  return describeLogRecord(record, explainRecord(record))
}

function renderJson(record: LogRecord): string {
  return `${stringifyVisible(toJson(record))}\n`
}

function makeRenderer({
  explain,
  nameWidth,
  names,
}: {
  readonly explain: boolean
  readonly nameWidth: number
  readonly names: InstanceNames
}) {
  const recent = new RecentMeanings()
  const clock = makeClock()
  // Asked once: it takes longer than a line.
  const isTerminal = process.stdout.isTTY
  return (record: LogRecord): string => {
    const width = isTerminal ? process.stdout.columns : undefined
    if (!explain)
      return renderLogRecord(record, stdoutTheme, {nameWidth, width, clock, severity: weighRecord(record)})
    const event = explainRecord(record)
    const explained = recent.isNew(event?.meaning) ? event : undefined
    return renderLogRecord(record, stdoutTheme, {
      nameWidth,
      width,
      clock,
      severity: event?.severity,
      explained,
      nameIn: (text) => names.inText(text),
    })
  }
}
