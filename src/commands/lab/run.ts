import process from 'node:process'
import {Args, Flags} from '@oclif/core'
import {Stepper} from '../../cli/actions/stepper.ts'
import {askOnStderr, type LabWatcher, streamLabs, watchLabs} from '../../cli/actions/watch-labs.ts'
import {checkReport, writeReport} from '../../cli/actions/write-report.ts'
import {countFlag} from '../../cli/flags/flags.ts'
import {languageFlag} from '../../cli/flags/language-flag.ts'
import {deploymentFlags} from '../../cli/flags/up-flags.ts'
import {BaseCommand} from '../../cli/frame/base-command.ts'
import {parseDirective} from '../../core/config/directives.ts'
import {ExitCode, RedislabError} from '../../core/errors/errors.ts'
import {messageOf} from '../../core/errors/message-of.ts'
import {breakLab} from '../../core/lab/break-lab.ts'
import {compareServers} from '../../core/lab/comparison.ts'
import type {Lab} from '../../core/lab/lab.ts'
import type {Language} from '../../core/lab/languages.ts'
import type {LabResult} from '../../core/lab/result.ts'
import {spreadsOf} from '../../core/lab/statistics.ts'
import {topics} from '../../core/lab/topics.ts'
import {chooseServer} from '../../engine/servers/choose-server.ts'
import {resolveHome} from '../../engine/state/home.ts'
import {stdoutTheme} from '../../reporters/kit/theme.ts'
import {renderJunit} from '../../reporters/lab/junit.ts'
import {describeLabResult, describeLabRuns} from '../../reporters/lab/lab-json.ts'
import {
  renderComparison,
  renderDifferences,
  renderLabTotals,
  renderSpreads,
} from '../../reporters/lab/lab-summary-view.ts'
import {readLab, readShippedLabs} from '../../runner/lab-files.ts'
import type {Keep} from '../../runner/run-lab.ts'
import {type LabTask, runLabs} from '../../runner/run-labs.ts'

/** The flags that say how labs are run. */
interface RunFlags {
  readonly jobs: number
  readonly thorough: boolean
  readonly keep: 'failure' | 'always' | undefined
  readonly step: boolean
  readonly jsonl: boolean
  readonly lang: Language
  readonly set: string[] | undefined
  readonly 'sentinel-set': string[] | undefined
  readonly templates: string | undefined
}

export default class LabRun extends BaseCommand {
  static override summary = 'Run labs: see each step, what happens, and which claims hold on this server.'
  static override description =
    `Each lab has a deployment of its own, which is gone when it ends, however it ends. One lab is shown while it runs;
of several, each is a line.

Exit code 1 when an expectation fails, or a claim turns out differently than the lab says.`
  static override examples = [
    {description: 'A lab that comes with redislab:', command: 'redislab lab run failover'},
    {description: 'A file of your own, a step at a time:', command: 'redislab lab run ./mine.yaml --step'},
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
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'K=V',
    }),
    'sentinel-set': Flags.string({
      summary: 'A directive for sentinel.conf.',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'K=V',
    }),
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
    lang: languageFlag(),
  }

  async run() {
    const {argv, flags} = await this.parse(LabRun)
    if (flags.junit !== undefined) await checkReport(flags.junit)
    const labs = await this.#choose(argv.map(String), flags)
    // What cannot be is told before a lab begins its story.
    for (const key of ['set', 'sentinel-set'] as const)
      for (const text of flags[key] ?? []) parseDirective(text, `--${key}`, 'a lab')
    const servers = await Promise.all(
      (flags.server ?? [process.env['REDISLAB_SERVER']]).map((server) =>
        chooseServer(server, {signal: this.signal}),
      ),
    )
    const rounds = Array.from({length: flags.repeat}, (_, index) => index + 1)
    const tasks = labs.flatMap((lab) =>
      servers.flatMap((server) => rounds.map((round): LabTask => ({lab, server, round}))),
    )
    const startedAt = Date.now()
    const ended = new Map<LabTask, LabResult>()
    const results = await this.#runAll(tasks, {...flags, ended}).catch(async (error: unknown) => {
      // Whoever reads the report shall find out, too, what could not be run.
      if (flags.junit !== undefined) await writeReport(flags.junit, renderUnfinished(tasks, ended, error))
      throw error
    })
    if (this.isForPeople && !flags.jsonl && tasks.length > 1) {
      process.stdout.write(
        renderLabTotals(results, Date.now() - startedAt, stdoutTheme, {language: flags.lang}),
      )
      if (servers.length > 1) {
        const comparisons = labs.map(({name}) => compareServers(results.filter(({lab}) => lab === name)))
        for (const comparison of comparisons) process.stdout.write(renderComparison(comparison, stdoutTheme))
        process.stdout.write(renderDifferences(comparisons, stdoutTheme))
      }
      if (flags.repeat > 1 && servers.length === 1) {
        for (const lab of labs)
          process.stdout.write(
            renderSpreads(spreadsOf(results.filter((it) => it.lab === lab.name)), stdoutTheme),
          )
      }
    }
    if (flags.junit !== undefined) await writeReport(flags.junit, renderJunit(results))
    if (results.some(({outcome}) => outcome === 'failed')) process.exitCode = ExitCode.expectationFailed
    const [only] = results
    return tasks.length === 1 && only !== undefined ? describeLabResult(only) : describeLabRuns(results)
  }

  /** @param flags `ended` is filled with what has ended, in case that not all does */
  async #runAll(
    tasks: readonly LabTask[],
    flags: RunFlags & {readonly ended: Map<LabTask, LabResult>},
  ): Promise<readonly LabResult[]> {
    using watcher = this.#watcher(tasks, flags)
    using stepper = flags.step ? new Stepper(this.signal, watcher?.ask ?? askOnStderr) : undefined
    const runs = await runLabs(tasks, {
      home: resolveHome(),
      // Who reads step by step reads one lab at a time.
      jobs: stepper === undefined ? flags.jobs : 1,
      isThorough: flags.thorough,
      keep: keepOf(flags.keep),
      set: flags.set,
      sentinelSet: flags['sentinel-set'],
      templates: flags.templates,
      signal: this.signal,
      onEvent: (event, task) => {
        if (event.kind === 'lab-ended') flags.ended.set(task, event.result)
        watcher?.take(event, task)
      },
      beforeStep: stepper?.wait,
    })
    return runs.map(({result}) => result)
  }

  async #choose(
    names: readonly string[],
    flags: {all: boolean; topic: string | undefined; negative: boolean; lang: 'en' | 'zh'},
  ): Promise<readonly Lab[]> {
    const [first] = names
    if (first !== undefined && (flags.all || flags.topic !== undefined)) {
      const option = flags.all ? '--all' : '--topic'
      const several = flags.all
        ? 'All of them: redislab lab run --all'
        : `The topic: redislab lab run --topic ${flags.topic}`
      throw new RedislabError(
        'USAGE',
        `${option} and the name of a lab (${first}) cannot be used together.`,
        {
          suggestions: [`Only this: redislab lab run ${first}`, several],
        },
      )
    }
    const options = {language: flags.lang}
    const shipped = flags.all || flags.topic !== undefined ? await readShippedLabs(options) : []
    const named = await Promise.all(names.map((name) => readLab(name, options)))
    const labs = [...named, ...shipped.filter(({topic}) => flags.all || topic === flags.topic)]
    if (labs.length === 0) {
      throw new RedislabError('USAGE', 'No lab given.', {
        suggestions: ['See what there is: redislab lab list', 'All of them: redislab lab run --all'],
      })
    }
    if (!flags.negative) return labs
    return labs.map((lab) => {
      const broken = breakLab(lab)
      if (broken !== undefined) return broken
      throw new RedislabError('OPTION_INVALID', `${lab.name} does not say under which change it must fail.`, {
        suggestions: ['Say so in the file, with fails-when.'],
      })
    })
  }

  #watcher(tasks: readonly LabTask[], {jsonl, lang, step}: RunFlags): LabWatcher | undefined {
    if (jsonl) return streamLabs()
    return this.isForPeople ? watchLabs(tasks, {language: lang, isStepped: step}) : undefined
  }
}

function renderUnfinished(
  tasks: readonly LabTask[],
  ended: ReadonlyMap<LabTask, LabResult>,
  error: unknown,
): string {
  const reason = messageOf(error)
  const unfinished = tasks.filter((task) => !ended.has(task))
  return renderJunit(
    [...ended.values()],
    unfinished.map(({lab, server}) => ({lab: lab.name, title: lab.title, server, reason})),
  )
}

function keepOf(flag: 'failure' | 'always' | undefined): Keep {
  if (flag === undefined) return 'never'
  return flag === 'always' ? 'always' : 'on-failure'
}
