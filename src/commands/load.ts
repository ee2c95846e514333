import process from 'node:process'
import {Args, Flags} from '@oclif/core'
import {countFlag, durationFlag} from '../cli/flags/flags.ts'
import {liveLogin} from '../cli/flags/live-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {RedislabError} from '../core/errors/errors.ts'
import {lockStrategyNames} from '../core/load/lock-strategies.ts'
import {type LoadKind, type LoadReport, loadKinds} from '../core/load/report.ts'
import {probeSeconds} from '../core/redis/probe-commands.ts'
import {formatDuration} from '../core/time/duration.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'
import {sleep} from '../engine/time/wait.ts'
import type {Load} from '../load/load.ts'
import {longestProbeMs, prepareProbe, probeRate} from '../load/probe/start-probe.ts'
import {startLoad} from '../load/start-load.ts'
import {terminalWidth} from '../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../reporters/kit/theme.ts'
import {showLoad} from '../reporters/load/load-reporter.ts'
import {renderLoad} from '../reporters/load/load-view.ts'

export default class LoadCommand extends BaseCommand {
  static override summary = 'Run a workload against a master and check what was lost.'
  static override description =
    `Real clients that follow the master, through the sentinels where there are some. They send nothing twice.

acked-writes  remembers every acknowledged write and looks for it afterwards: surviving or lost
reads         reads what was written before and compares
locks         clients that want the same locks, with fencing numbers: does one ever have two holders?
blocked-pops  numbers through a list with BLPOP: does each come out once?
pubsub        numbered messages: which did the subscribers miss?

Errors are counted by kind, and the time without any success is measured. Ends after --for, or with Ctrl-C, and prints
what it found.`
  static override examples = [
    {description: 'Writes, until Ctrl-C:', command: 'redislab load acked-writes'},
    {
      description: 'Through a failover, for a program:',
      command: 'redislab load acked-writes --for 20s --rate 500 --json',
    },
    {
      description: 'Locks as Redlock takes them, on five masters (redislab up 5m):',
      command: 'redislab load locks --strategy redlock',
    },
    {description: 'As fast as it goes:', command: 'redislab load reads --rate 0 --concurrency 16 --for 10s'},
    {
      description: 'On one that was opened by its address (it says first what it writes):',
      command: 'redislab load acked-writes --probe --for 30s --name prod',
    },
    {
      description: 'At the current master, also when it is cut off and another one takes over:',
      command: 'redislab load acked-writes --at master',
    },
  ]
  static override args = {
    kind: Args.option({options: loadKinds})({
      description: `${loadKinds.slice(0, -1).join(', ')} or ${loadKinds.at(-1)}.`,
      required: true,
    }),
  }
  static override flags = {
    for: durationFlag({min: 1, summary: 'Stop after this time; by default at Ctrl-C.', helpValue: '30s'}),
    rate: countFlag({
      summary:
        'Operations a second, all clients together; 0 for as many as possible. By default 200, for locks 50.',
    }),
    concurrency: countFlag({
      summary: 'Clients at the same time. By default 4, for locks 8.',
      min: 1,
    }),
    at: Flags.string({
      summary:
        'Pin all clients to one instance, like an application with a hard-coded address. master is resolved once, at the start.',
      helpValue: 'TARGET',
      exclusive: ['master'],
    }),
    strategy: Flags.option({options: lockStrategyNames})({
      summary: 'How locks are taken. By default lua. redlock locks at every master, such as those of 5m.',
    }),
    probe: Flags.boolean({
      default: false,
      summary:
        'For a deployment that was opened by its address: one key of its own, redislab:probe:ID, 4 writes a second, gone afterwards.',
      exclusive: ['at', 'rate', 'concurrency', 'strategy'],
    }),
    master: Flags.string({summary: 'Which master group, where there are several.', helpValue: 'NAME'}),
  }

  async run(): Promise<LoadReport> {
    const {args, flags} = await this.parse(LoadCommand)
    this.expectInterrupt()
    if (flags.strategy !== undefined && args.kind !== 'locks') {
      throw new RedislabError('OPTION_INVALID', `--strategy is for locks, not for ${args.kind}.`, {
        suggestions: [`redislab load locks --strategy ${flags.strategy}`],
      })
    }
    if (flags.probe) return await this.#probe(args.kind, flags)
    const deployment = await findDeployment(flags.name)
    await using load = await startLoad(deployment, {
      kind: args.kind,
      rate: flags.rate === 0 ? null : flags.rate,
      concurrency: flags.concurrency,
      strategy: flags.strategy,
      masterName: flags.master,
      at: flags.at,
      signal: this.signal,
    })
    return await this.#measure(load, flags.for)
  }

  async #measure(load: Load, forMs: number | undefined): Promise<LoadReport> {
    let report: LoadReport
    {
      using live = showLoad(() => load.snapshot())
      await this.#untilOver(forMs)
      live.say('checking what was kept …')
      report = await load.stop()
    }
    const width = terminalWidth()
    if (this.isForPeople) this.log(renderLoad(report, stdoutTheme, {width}))
    return report
  }

  /** The only thing that writes to what redislab did not start: it says what, before it does. */
  async #probe(
    kind: LoadKind,
    {
      name,
      master,
      for: forMs = longestProbeMs,
    }: {name: string; master?: string | undefined; for?: number | undefined},
  ): Promise<LoadReport> {
    if (kind !== 'acked-writes')
      throw new RedislabError('OPTION_INVALID', `--probe is for acked-writes, not for ${kind}.`, {
        suggestions: ['redislab load acked-writes --probe'],
      })
    if (forMs > longestProbeMs)
      throw new RedislabError('OPTION_INVALID', '--probe writes for 10 minutes at most.', {
        suggestions: ['redislab load acked-writes --probe --for 10m'],
      })
    const deployment = await findDeployment(name, {login: liveLogin()})
    if (deployment.access === undefined)
      throw new RedislabError(
        'OPTION_INVALID',
        `--probe is for what runs elsewhere, and redislab started "${name}".`,
        {
          suggestions: ['Without it there are no limits: redislab load acked-writes'],
        },
      )
    const prepared = await prepareProbe(deployment, {masterName: master, signal: this.signal})
    process.stderr.write(
      `Writes to ${prepared.master}, and to the master after it: the key ${prepared.key}, ${probeRate} times a second for at most ${formatDuration(forMs)}; it expires ${probeSeconds} s after the last write, and is deleted in the end.\n`,
    )
    await using probe = await prepared.begin()
    return await this.#measure(probe, forMs)
  }

  /** Until the time is over or it is interrupted, which is how most loads end: the report is printed all the same. */
  async #untilOver(forMs: number | undefined): Promise<void> {
    try {
      // A timer holds at most some 24 days; without --for they are begun again and again.
      do await sleep(forMs ?? 86_400_000, this.signal)
      while (forMs === undefined)
    } catch (error) {
      if (!(error instanceof RedislabError && error.code === 'INTERRUPTED')) throw error
      process.exitCode = error.exitCode
    }
  }
}
