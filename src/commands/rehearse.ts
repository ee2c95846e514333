import {availableParallelism} from 'node:os'
import process from 'node:process'
import {Args, Flags} from '@oclif/core'
import {hostsOfTwin} from '../cli/actions/hosts-of-twin.ts'
import {prepareTwin} from '../cli/actions/prepare-twin.ts'
import {RehearsalStories} from '../cli/actions/rehearsal-stories.ts'
import {checkReport} from '../cli/actions/write-report.ts'
import {countFlag} from '../cli/flags/flags.ts'
import {htmlFlag} from '../cli/flags/html-flag.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeRehearsal, type Rehearsed} from '../core/contract/rehearsal-json.ts'
import {ExitCode, RedislabError} from '../core/errors/errors.ts'
import {planCases} from '../core/rehearsal/plan-cases.ts'
import {caseKinds} from '../core/rehearsal/rehearsal.ts'
import {observeMsOf, unfitOf} from '../core/rehearsal/settings-of-twin.ts'
import {makeVisible} from '../core/text/visible.ts'
import {makeName} from '../engine/state/deployment-name.ts'
import {resolveHome} from '../engine/state/home.ts'
import {planTwin, startTwin} from '../engine/twin/start-twin.ts'
import {renderRehearsal} from '../reporters/deployment/rehearsal-view.ts'
import {LiveText} from '../reporters/kit/live-text.ts'
import {terminalWidth} from '../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../reporters/kit/theme.ts'
import {rehearse} from '../runner/rehearse.ts'

export default class Rehearse extends BaseCommand {
  static override summary = 'Break the twin of a deployment in every usual way, and say what is survived.'
  static override description =
    'Starts a twin from confs, folders, archives and compose files, or of a deployment that was opened, by its name, and does to it what happens in production, with clients that write: each instance killed, each host, each pair of hosts, masters frozen and cut off, a planned failover, a rolling restart, all at once. Says of each case whether it is survived, how long writes failed, how many acknowledged writes were lost, and why. Exits with 1 when the loss of a single host or instance is not survived.'
  static override strict = false
  static override args = {
    source: Args.string({
      description:
        'A file, a folder, an archive, - for standard input, or the name of a deployment. By default --name.',
    }),
  }
  static override examples = [
    {description: 'From the confs of all hosts:', command: 'redislab rehearse ./confs'},
    {description: 'Of what was opened:', command: 'redislab rehearse --name night'},
    {description: 'With a page to pass on:', command: 'redislab rehearse ./confs --html rehearsal.html'},
    {
      description: 'Who is on which host, where confs do not say it:',
      command: 'redislab rehearse ./confs --hosts a=redis-1,s1 --hosts b=redis-2,s2',
    },
  ]
  static override flags = {
    hosts: Flags.string({
      summary:
        'The instances of a host: a=redis-1,sentinel-1. Repeat it for more; or a file with a line each.',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE|HOST=INSTANCE,…',
    }),
    timing: Flags.option({
      summary:
        'fast: all timers shortened by the same factor. kept: as in the original, which may take an hour.',
      options: ['fast', 'kept'] as const,
      default: 'fast' as const,
    })(),
    only: Flags.option({
      summary: 'Only cases of this kind. Repeat it for more.',
      options: caseKinds,
      multiple: true,
    })(),
    jobs: countFlag({
      char: 'j',
      summary: 'How many twins are broken at the same time. By default one for two processors.',
      min: 1,
      max: 32,
    }),
    'fail-on': Flags.option({
      summary:
        'What must not happen, or it exits with 1: the loss of a single host or instance, any case, or never.',
      options: ['single', 'any', 'never'] as const,
      default: 'single' as const,
    })(),
    server: Flags.string({
      summary: 'The server to run: a path, a flavour (valkey), or a version (7.0).',
      env: 'REDISLAB_SERVER',
      helpValue: 'PATH|NAME',
    }),
    html: htmlFlag({
      summary:
        'Also write a page to this file: all cases, and the timeline of each that was not survived. It opens in any browser.',
    }),
  }

  async run() {
    const {flags, argv} = await this.parse(Rehearse)
    if (flags.html !== undefined) await checkReport(flags.html)
    const startedAt = Date.now()
    const home = resolveHome()
    const sources = argv.length > 0 ? (argv as string[]) : [flags.name]
    const links = process.platform === 'linux'
    const wish = {home, server: flags.server, links, signal: this.signal}
    const twinOf = (name: string, timing: 'kept' | 'fast') => prepareTwin(sources, {...wish, name, timing})
    await using prepared = await this.waitFor('reading', () => twinOf(makeName('rehearsal'), flags.timing))
    const {original, drawn, options} = prepared
    if (drawn.twin.obstacles.length > 0) throw cannotWork(original.name, drawn.twin.obstacles)
    const plan = await planTwin(drawn, options)
    const hosts = await hostsOfTwin(drawn.twin, flags.hosts)
    const planned = planCases(plan, hosts)
    const {leftOut} = planned
    const cases = planned.cases.filter(({kind}) => flags.only?.includes(kind) ?? true)
    if (cases.length === 0) throw noCase(flags.only ?? [])
    const jobs = flags.jobs ?? Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)))
    const stories = flags.html === undefined ? undefined : new RehearsalStories(original.name)
    let done = 0
    const running = new Set<number>()
    const say = () => {
      const names = [...running].map((index) => cases[index]?.title).join('; ')
      return `  ${done} of ${cases.length}  ${makeVisible(names)}`
    }
    const live = this.isForPeople ? new LiveText(say, {stream: process.stderr, everyMs: 500}) : undefined
    try {
      const results = await rehearse(cases, {
        jobs,
        unfit: unfitOf(drawn.twin),
        observeMs: observeMsOf(drawn.twin),
        signal: this.signal,
        start: async () => {
          const name = makeName('rehearsal')
          const own = {...drawn, request: {...drawn.request, name}}
          const {deployment, unmet} = await startTwin(own, original, {
            ...options,
            name,
            owner: 'self',
            signal: this.signal,
          })
          if (unmet.length === 0) return deployment
          await deployment.stop()
          throw cannotWork(original.name, unmet)
        },
        onCase: async (event) => {
          if (event.kind === 'case-started') {
            running.add(event.index)
            return
          }
          await stories?.take(event)
          running.delete(event.index)
          done += 1
        },
      })
      live?.clear()
      const {factor, originalDownAfterMs} = drawn.twin.timing
      const rehearsed: Rehearsed = {
        of: original.name,
        topology: plan.topology,
        timing: flags.timing,
        factor,
        downAfterMs: plan.settings.downAfterMs,
        originalDownAfterMs,
        hosts,
        results,
        pairsLeftOut: leftOut,
        remarks: drawn.twin.remarks.filter((text) => !text.startsWith('Timers ')),
        durationMs: Date.now() - startedAt,
      }
      const document = describeRehearsal(rehearsed)
      if (flags.html !== undefined) await stories?.write(flags.html, document)
      if (this.isForPeople) this.log(renderRehearsal(rehearsed, {theme: stdoutTheme, width: terminalWidth()}))
      const isFailed = {
        single: !document.survived,
        any: results.some(({survived}) => !survived),
        never: false,
      }[flags['fail-on']]
      if (isFailed) process.exitCode = ExitCode.expectationFailed
      return document
    } finally {
      live?.[Symbol.dispose]()
    }
  }
}

function noCase(kinds: readonly string[]): RedislabError {
  return new RedislabError('OPTION_INVALID', `--only ${kinds.join(', ')}: there is no such case.`, {
    suggestions: ['Hosts are those of the addresses, or as --hosts says. Partitions need Linux.'],
  })
}

function cannotWork(name: string, why: readonly string[]): RedislabError {
  return new RedislabError(
    'WRONG_STATE',
    `${name} cannot be rehearsed: its twin does not become ready, as the original would not. ${why[0] ?? ''}`.trim(),
    {suggestions: [...why.slice(1), 'redislab up --like starts as much of it as can be.']},
  )
}
