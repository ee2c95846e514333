import process from 'node:process'
import {Args, Flags} from '@oclif/core'
import {chooseLabs} from '../../cli/actions/choose-labs.ts'
import {showLabs} from '../../cli/actions/show-labs.ts'
import {checkReport} from '../../cli/actions/write-report.ts'
import {countFlag} from '../../cli/flags/flags.ts'
import {htmlFlag} from '../../cli/flags/html-flag.ts'
import {languageFlag} from '../../cli/flags/language-flag.ts'
import {deploymentFlags, directiveFlag} from '../../cli/flags/up-flags.ts'
import {boundRegexes} from '../../cli/flags/v8-flags.ts'
import {BaseCommand} from '../../cli/frame/base-command.ts'
import {parseDirective} from '../../core/config/directives.ts'
import {describeLabResult, describeLabRuns} from '../../core/contract/lab-json.ts'
import {ExitCode, RedislabError} from '../../core/errors/errors.ts'
import {topics} from '../../core/lab/topics.ts'
import {chooseServer} from '../../engine/servers/choose-server.ts'
import type {LabTask} from '../../runner/run-labs.ts'

export default class LabRun extends BaseCommand {
  static override summary = 'Run labs: see each step, what happens, and which claims hold on this server.'
  static override description =
    `Each lab has a deployment of its own, which is gone when it ends, however it ends. One lab is shown while it runs;
of several, each is a line.

Exit code 1 when an expectation fails, or a claim turns out differently than the lab says.`
  static override examples = [
    {description: 'A lab that comes with redislab:', command: 'redislab lab run failover'},
    {description: 'A file of your own, a step at a time:', command: 'redislab lab run ./mine.yaml --step'},
    {
      description: 'The same in a browser, for an audience:',
      command: 'redislab lab run split-brain --step --page',
    },
    {description: 'How far do the phases vary?', command: 'redislab lab run failover --repeat 10'},
    {
      description: 'Two servers, side by side:',
      command: 'redislab lab run master-restart-resync --server redis --server valkey',
    },
    {description: 'All of them, for CI:', command: 'redislab lab run --all --jobs 4 --junit labs.xml'},
  ]
  static override strict = false
  static override args = {
    lab: Args.string({
      description: 'Names that redislab lab list shows, or files.',
      multiple: true,
    }),
  }
  static override flags = {
    all: Flags.boolean({summary: 'All labs that come with redislab.', exclusive: ['topic']}),
    topic: Flags.option({summary: 'All labs of a topic.', options: topics})(),
    jobs: countFlag({char: 'j', summary: 'How many labs run at the same time.', default: 1, min: 1}),
    repeat: countFlag({
      summary: 'Run each N times: median, smallest and largest of what was measured.',
      default: 1,
      min: 1,
      max: 10_000,
    }),
    keep: Flags.option({
      summary: 'Leave the deployment running: failure (when the lab fails), or always.',
      options: ['failure', 'always'] as const,
      helpValue: 'failure|always',
    })(),
    step: Flags.boolean({summary: 'Wait for Enter before each step.'}),
    thorough: Flags.boolean({summary: 'Use the larger values of labs that define them.'}),
    negative: Flags.boolean({
      summary: 'Sabotage each lab as its fails-when says: it must fail.',
    }),
    set: Flags.string({
      summary: 'A directive for redis.conf, in addition to those of the lab.',
      ...directiveFlag,
    }),
    'sentinel-set': Flags.string({summary: 'A directive for sentinel.conf.', ...directiveFlag}),
    acl: Flags.string({
      summary: 'Run the labs with users of the data instances, as up does: a file, or default.',
      helpValue: 'FILE|default',
    }),
    tls: Flags.boolean({summary: 'Run the labs with TLS, as up does.'}),
    templates: deploymentFlags.templates,
    server: Flags.string({
      summary:
        'The server to run: a path, a flavour (valkey), or a version (7.0). Repeat it to compare several.',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PATH|NAME',
    }),
    jsonl: Flags.boolean({summary: 'Write every event as a line of JSON while it happens.'}),
    junit: Flags.string({summary: 'Write the results as JUnit XML to this file.', helpValue: 'FILE'}),
    html: htmlFlag({
      summary: 'Of one lab: also write what happened as a page to this file, with its steps and claims.',
    }),
    page: Flags.boolean({
      summary:
        'Of one lab: show it in a browser, too, with its story and claims; with --step a button begins each step. It begins when the page is opened, and the page stays until Ctrl-C.',
      exclusive: ['json', 'jsonl'],
    }),
    lang: languageFlag(),
  }

  async run() {
    const {argv, flags} = await this.parse(LabRun)
    for (const file of [flags.junit, flags.html]) if (file !== undefined) await checkReport(file)
    const labs = await chooseLabs(argv.map(String), flags)
    // Invalid options are reported before a lab begins its story.
    for (const key of ['set', 'sentinel-set'] as const)
      for (const text of flags[key] ?? []) parseDirective(text, `--${key}`, 'a lab')
    const {signal} = this
    const servers = await Promise.all(
      (flags.server ?? [process.env['REDISLAB_SERVER']]).map((server) => chooseServer(server, {signal})),
    )
    const rounds = Array.from({length: flags.repeat}, (_, index) => index + 1)
    const tasks = labs.flatMap((lab) =>
      servers.flatMap((server) => rounds.map((round): LabTask => ({lab, server, round}))),
    )
    if (tasks.length > 1) refuseSeveral(flags, tasks.length)
    boundRegexes()
    const results = await showLabs(tasks, {
      output: flags.jsonl ? 'jsonl' : this.isForPeople ? 'people' : 'none',
      language: flags.lang,
      isStepped: flags.step,
      junit: flags.junit,
      html: flags.html,
      isOnPage: flags.page,
      jobs: flags.jobs,
      isThorough: flags.thorough,
      keep: flags.keep === 'failure' ? 'on-failure' : (flags.keep ?? 'never'),
      set: flags.set,
      sentinelSet: flags['sentinel-set'],
      acl: flags.acl,
      tls: flags.tls,
      templates: flags.templates,
      signal,
    })
    if (results.some(({outcome}) => outcome === 'failed')) process.exitCode = ExitCode.expectationFailed
    const [only] = results
    return tasks.length === 1 && only !== undefined ? describeLabResult(only) : describeLabRuns(results)
  }
}

/** A page is about one run of one lab. */
function refuseSeveral(
  {html, page}: {readonly html: string | undefined; readonly page: boolean},
  runs: number,
): void {
  if (html === undefined && !page) return
  const [what, example] =
    html === undefined ? ['--page shows', '--page'] : ['--html writes', '--html page.html']
  throw new RedislabError('OPTION_INVALID', `${what} one page, and there are ${runs} runs of labs.`, {
    suggestions: [`Run one lab, once and on one server: redislab lab run failover ${example}`],
  })
}
