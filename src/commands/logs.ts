import process from 'node:process'
import {Args, Flags} from '@oclif/core'
import {useLogTimes} from '../cli/actions/log-times.ts'
import {readPeriod} from '../cli/actions/read-period.ts'
import {readableTargets} from '../cli/actions/targets-then.ts'
import {collectLogs, tellLogs, writeLogJson, writeLogLines} from '../cli/actions/write-logs.ts'
import {countFlag} from '../cli/flags/flags.ts'
import {logFlags} from '../cli/flags/log-flags.ts'
import {regexFlag} from '../cli/flags/regex-flag.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeLogs} from '../core/contract/log-json.ts'
import {RedislabError} from '../core/errors/errors.ts'
import {InstanceNames} from '../core/timeline/incidents/names.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {findLogSources} from '../engine/deployment/log-sources.ts'
import {watchPresence} from '../engine/deployment/presence.ts'

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

  async run(): Promise<ReturnType<typeof describeLogs> | undefined> {
    const {args, flags} = await this.parse(Logs)
    const {signal} = this
    const {follow, jsonl, explain, tail} = flags
    const isDocument = this.jsonEnabled()
    if (isDocument && (follow || jsonl)) {
      throw new RedislabError(
        'OPTION_INVALID',
        '--json writes one document, which a stream of lines is not.',
        {suggestions: ['Leave out --json, and use --jsonl: a JSON object for each line.']},
      )
    }
    const deployment = await findDeployment(flags.name, {evenIfOpened: true})
    useLogTimes(deployment)
    const {since, until} = await readPeriod(deployment, flags, (text) => this.warnPerson(text))
    const targets = await readableTargets(deployment, args.targets ?? [], {signal})
    const sources = await findLogSources(deployment, targets, {signal})
    const gone = follow ? watchPresence(deployment, {signal}) : undefined
    const defaultTail = isDocument ? jsonTail : follow && since === undefined ? followedTail : undefined
    const reading = {
      tail: tail ?? defaultTail,
      sinceMs: since,
      untilMs: until,
      grep: flags.grep,
      exclude: flags.exclude,
      follow,
      signal: AbortSignal.any([signal, ...(gone === undefined ? [] : [gone])]),
    }
    this.endWithOutput()
    if (follow) this.expectInterrupt()
    using _reader = follow ? await this.endWithReader() : undefined
    if (isDocument) return describeLogs(await collectLogs(sources, reading, signal))
    if (jsonl) await writeLogJson(sources, reading, signal)
    else if (explain || follow || process.stdout.isTTY)
      await tellLogs(sources, reading, {explain, names: new InstanceNames(deployment.record.plan), signal})
    else await writeLogLines(sources, reading, signal)
    gone?.throwIfAborted()
    return undefined
  }
}
