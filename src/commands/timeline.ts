import {Args, Flags} from '@oclif/core'
import {useLogTimes} from '../cli/actions/log-times.ts'
import {readPeriod} from '../cli/actions/read-period.ts'
import {readableTargets} from '../cli/actions/targets-then.ts'
import {checkReport} from '../cli/actions/write-report.ts'
import {collectTimeline, tellTimeline, writeTimelineLines} from '../cli/actions/write-timeline.ts'
import {htmlFlag} from '../cli/flags/html-flag.ts'
import {liveLogin} from '../cli/flags/live-flags.ts'
import {logFlags} from '../cli/flags/log-flags.ts'
import {neverTenure} from '../cli/flags/v8-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeTimeline} from '../core/contract/timeline-json.ts'
import {RedislabError} from '../core/errors/errors.ts'
import type {TimelineEntry} from '../core/timeline/entries/entry.ts'
import {type Deployment, findDeployment} from '../engine/deployment/deployment.ts'
import {findInstanceNames} from '../engine/deployment/log-sources.ts'
import {watchPresence} from '../engine/deployment/presence.ts'
import {openTimeline} from '../engine/timeline/open-timeline.ts'

export default class Timeline extends BaseCommand {
  static override summary =
    'Show everything that happened, on one clock: faults, and how every instance reacted.'
  static override description =
    `Merges what redislab did with what all logs say. Lines that follow a fault carry the time since then. Runs of the same
thing are folded and routine lines left out, unless --all is given. With --follow a run is shown while it goes on, with its
count so far. At the end stand the phases of the last failover. Of a deployment that was opened by its address, --follow
shows what its sentinels publish, and each second what has changed in INFO, marked "seen in INFO"; it is kept for later.`
  static override examples = [
    {description: 'Everything so far:', command: 'redislab timeline'},
    {description: 'Watch what happens, as it happens:', command: 'redislab timeline --follow'},
    {
      description: 'What n1 and the sentinels did from 23:58 to 00:05:',
      command: 'redislab timeline n1 sentinels --since 23:58 --until 00:05',
    },
    {description: 'Every line of the last minute:', command: 'redislab timeline --since 1m --all'},
    {description: 'For programs, a JSON object a line:', command: 'redislab timeline --jsonl'},
    {
      description: 'To zoom into it at ui.perfetto.dev:',
      command: 'redislab timeline --perfetto failover.pftrace',
    },
  ]
  static override args = {
    targets: Args.string({
      description:
        'Only these instances, and what redislab did: a name (n2), a live role (master), or several (sentinels).',
      multiple: true,
    }),
  }
  static override flags = {
    follow: Flags.boolean({char: 'f', summary: 'Keep printing what happens until Ctrl-C.'}),
    ...logFlags,
    all: Flags.boolean({char: 'a', summary: 'Every line, unfolded, also those that redislab does not know.'}),
    explain: Flags.boolean({char: 'e', summary: 'Say what each known line means.', exclusive: ['jsonl']}),
    jsonl: Flags.boolean({summary: 'Write a JSON object for each entry, with its meaning.'}),
    html: htmlFlag({exclusive: ['follow']}),
    perfetto: Flags.string({
      summary:
        'Also write a trace of all of it to this file, which ui.perfetto.dev opens: roles, phases, votes, faults, links.',
      helpValue: 'FILE',
      exclusive: ['follow'],
    }),
  }

  async run(): Promise<ReturnType<typeof describeTimeline> | undefined> {
    const {args, flags} = await this.parse(Timeline)
    this.endWithOutput()
    neverTenure()
    const {signal} = this
    const {all, explain, follow, jsonl} = flags
    const isDocument = this.jsonEnabled()
    if (isDocument && (follow || jsonl)) {
      throw new RedislabError('OPTION_INVALID', '--json writes one document, which a stream is not.', {
        suggestions: ['Leave out --json, and use --jsonl: a JSON object for each entry.'],
      })
    }
    for (const file of [flags.html, flags.perfetto]) if (file !== undefined) await checkReport(file)
    const deployment = await findDeployment(flags.name, {evenIfOpened: true, login: liveLogin()})
    useLogTimes(deployment)
    const {since, until} = await readPeriod(deployment, flags, (text) => this.warnPerson(text))
    const targets = await readableTargets(deployment, args.targets ?? [], {signal})
    if (flags.html !== undefined) {
      const {writePageOf} = await import('../cli/actions/write-page.ts')
      await writePageOf(deployment, flags.html, {signal})
    }
    if (flags.perfetto !== undefined) {
      const {writeTraceOf} = await import('../cli/actions/write-trace.ts')
      const leftOut = await writeTraceOf(deployment, flags.perfetto, {signal})
      if (leftOut > 0) this.warnPerson(`The ${leftOut} oldest lines are not in ${flags.perfetto}.`)
    }
    const isShown = await makeFilter(deployment, targets, {exclude: flags.exclude, signal})
    // What runs elsewhere is asked while somebody looks; the rest reads what was written down of it.
    const {access, directory, home, name, record} = deployment
    await using recorder =
      follow && access !== undefined
        ? new (await import('../engine/live/recorder.ts')).Recorder({
            home,
            name,
            directory,
            plan: record.plan,
            access,
          })
        : undefined
    const gone = follow ? watchPresence(deployment, {signal}) : undefined
    const ends = [gone, recorder?.ended].filter((it) => it !== undefined)
    const timeline = await openTimeline(deployment, {
      sinceMs: since,
      untilMs: until,
      everything: all || jsonl || isDocument,
      follow,
      signal: AbortSignal.any([signal, ...ends]),
    })
    if (follow) this.expectInterrupt()
    using _reader = follow ? await this.endWithReader() : undefined
    const source = {timeline, isShown, all, signal}
    if (isDocument) return describeTimeline(await collectTimeline(source), timeline.failovers())
    if (jsonl) {
      await writeTimelineLines(source)
      for (const ended of ends) ended.throwIfAborted()
      return undefined
    }
    await tellTimeline(source, {plan: deployment.record.plan, explain, follow})
    for (const ended of ends) ended.throwIfAborted()
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
