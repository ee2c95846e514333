import process from 'node:process'
import {Args, Flags} from '@oclif/core'
import {neverTenure} from '../cli/actions/never-tenure.ts'
import {writeOutput} from '../cli/actions/write-output.ts'
import {checkPeriod, logFlags} from '../cli/flags/log-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeEntry, type TimelineJson} from '../core/contract/timeline-json.ts'
import {RedislabError} from '../core/errors/errors.ts'
import {stringifyVisible} from '../core/text/visible.ts'
import type {TimelineEntry} from '../core/timeline/entry.ts'
import type {Failover} from '../core/timeline/phases/failover.ts'
import {type Deployment, findDeployment} from '../engine/deployment/deployment.ts'
import {findInstanceNames} from '../engine/deployment/log-sources.ts'
import {watchPresence} from '../engine/deployment/presence.ts'
import {openTimeline} from '../engine/timeline/open-timeline.ts'
import {LiveLines} from '../reporters/kit/live-lines.ts'
import {terminalWidth} from '../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../reporters/kit/theme.ts'
import {renderPhases} from '../reporters/timeline/phases-view.ts'
import {TimelineWriter} from '../reporters/timeline/timeline-writer.ts'

const jsonTail = 10_000

export default class Timeline extends BaseCommand {
  static override summary =
    'Show everything that happened, on one clock: faults, and how every instance reacted.'
  static override description =
    `Merges what redislab did with what all logs say. Lines that follow a fault carry the time since then. Runs of the same
thing are folded and routine lines left out, unless --all is given. With --follow a run is shown while it goes on, with its
count so far. At the end stand the phases of the last failover.`
  static override examples = [
    {description: 'Everything so far:', command: 'redislab timeline'},
    {description: 'Watch what happens, as it happens:', command: 'redislab timeline --follow'},
    {
      description: 'What n1 and the sentinels did from 23:58 to 00:05:',
      command: 'redislab timeline n1 sentinels --since 23:58 --until 00:05',
    },
    {description: 'Every line of the last minute:', command: 'redislab timeline --since 1m --all'},
    {description: 'For programs, a JSON object a line:', command: 'redislab timeline --jsonl'},
  ]
  static override args = {
    targets: Args.string({
      description:
        'Only these instances, and what redislab did: a name (n2), a live role (master), or several (sentinels).',
      multiple: true,
      ignoreStdin: true,
    }),
  }
  static override flags = {
    follow: Flags.boolean({char: 'f', summary: 'Keep printing what happens until Ctrl-C.'}),
    ...logFlags,
    all: Flags.boolean({char: 'a', summary: 'Every line, unfolded, also those that redislab does not know.'}),
    explain: Flags.boolean({char: 'e', summary: 'Say what each known line means.', exclusive: ['jsonl']}),
    jsonl: Flags.boolean({summary: 'Write a JSON object for each entry, with its meaning.'}),
  }

  async run(): Promise<
    {readonly entries: readonly TimelineJson[]; readonly failovers: readonly Failover[]} | undefined
  > {
    const {args, flags} = await this.parse(Timeline)
    checkPeriod(flags)
    this.endWithOutput()
    neverTenure()
    const {signal} = this
    const isDocument = this.jsonEnabled()
    if (isDocument && (flags.follow || flags.jsonl)) {
      throw new RedislabError('OPTION_INVALID', '--json writes one document, which a stream is not.', {
        suggestions: ['Leave out --json, and use --jsonl: a JSON object for each entry.'],
      })
    }
    const deployment = await findDeployment(flags.name)
    const isShown = await makeFilter(deployment, args.targets ?? [], {exclude: flags.exclude, signal})
    const gone = flags.follow ? watchPresence(deployment, {signal}) : undefined
    const everything = flags.all || flags.jsonl || isDocument
    const timeline = await openTimeline(deployment, {
      sinceMs: flags.since,
      untilMs: flags.until,
      everything,
      follow: flags.follow,
      signal: AbortSignal.any([signal, ...(gone === undefined ? [] : [gone])]),
    })
    if (flags.follow) this.expectInterrupt()
    using _reader = flags.follow ? await this.endWithReader() : undefined
    const {plan} = deployment.record
    const {all, explain} = flags
    const {tracker, routine} = timeline
    // A loop that goes on is seen while it does: on a terminal as a line that counts, in a pipe told now and then.
    const live = flags.follow && process.stdout.isTTY ? new LiveLines() : undefined
    const tellsProgress = flags.follow && live === undefined
    const writer = new TimelineWriter(tracker, plan, {all, explain, routine, tellsProgress})
    const write = (text: string) => writeOutput(text, signal)
    const tell = (text: string) => write(live === undefined ? text : live.put(text, writer.running))
    // A run that has ended is told although nothing else happens.
    const expire = () => void tell(writer.expire(Date.now())).catch(() => undefined)
    using clock =
      flags.follow && !flags.jsonl ? startClock(expire, live === undefined ? 1000 : 250) : undefined
    signal.addEventListener('abort', () => clock?.[Symbol.dispose]())
    const entries: TimelineJson[] = []
    for await (const entriesOfAll of timeline.batches) {
      const batch = isShown === undefined ? entriesOfAll : entriesOfAll.filter(isShown)
      if (!flags.jsonl && !isDocument) {
        const text = writer.render(batch)
        // A count alone is shown by the clock: a storm has thousands of rounds a second.
        if (text !== '') await tell(text)
        continue
      }
      const known = flags.all
        ? batch
        : batch.filter(({kind, level}) => kind !== 'unknown' || level === 'warning')
      const described = known.map((entry) => describeEntry(entry, timeline.tracker.originOf(entry)))
      if (flags.jsonl) await write(described.map((entry) => `${stringifyVisible(entry)}\n`).join(''))
      else {
        entries.push(...described)
        if (entries.length > 2 * jsonTail) entries.splice(0, entries.length - jsonTail)
      }
    }
    signal.throwIfAborted()
    if (isDocument) return {entries: entries.slice(-jsonTail), failovers: timeline.failovers()}
    if (flags.jsonl) {
      gone?.throwIfAborted()
      return undefined
    }
    await tell(writer.end())
    const width = terminalWidth()
    for (const failover of latestOf(timeline.failovers())) {
      await write(`\n${renderPhases(failover, stdoutTheme, {width})}`)
    }
    gone?.throwIfAborted()
    return undefined
  }
}

/** Whether an entry is wanted; undefined where all are. What redislab did is shown whatever else is. */
async function makeFilter(
  deployment: Deployment,
  targets: readonly string[],
  {exclude, signal}: {readonly exclude: RegExp | undefined; readonly signal: AbortSignal},
): Promise<((entry: TimelineEntry) => boolean) | undefined> {
  if (targets.length === 0 && exclude === undefined) return undefined
  const names = await findInstanceNames(deployment, targets, {signal})
  return ({source, instance, message}) =>
    source === 'redislab' || (names.has(instance ?? '') && !(exclude?.test(message) ?? false))
}

/** Ends with the command, also when that ends by an error: a timer alone would keep the process. */
function startClock(tick: () => void, everyMs: number): Disposable {
  const timer = setInterval(tick, everyMs)
  return {[Symbol.dispose]: () => clearInterval(timer)}
}

/** The last failover that came of something redislab did, and those that sentinels tried by themselves after it. */
function latestOf(failovers: readonly Failover[]): readonly Failover[] {
  const measured = failovers.filter(({phases}) =>
    [phases.sdownMs, phases.odownMs, phases.electedMs, phases.promotedMs].some((ms) => ms !== null),
  )
  const caused = measured.findLastIndex(({cause}) => cause !== null)
  return measured.slice(caused < 0 ? -1 : caused)
}
