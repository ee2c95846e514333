import process from 'node:process'
import {messageOf} from '../../core/errors/message-of.ts'
import type {Language} from '../../core/lab/languages.ts'
import type {LabResult} from '../../core/lab/result.ts'
import {resolveHome} from '../../engine/state/home.ts'
import {stdoutTheme} from '../../reporters/kit/theme.ts'
import {renderJunit} from '../../reporters/lab/junit.ts'
import {renderLabSummary} from '../../reporters/lab/lab-summary-view.ts'
import {type LabTask, type RunLabsOptions, runLabs} from '../../runner/run-labs.ts'
import {LabPage} from './lab-page.ts'
import {serveLab} from './serve-lab.ts'
import {Stepper} from './stepper.ts'
import {askOnStderr, type LabWatcher, streamLabs, watchLabs} from './watch-labs.ts'
import {writeReport} from './write-report.ts'

export interface ShowLabsOptions extends Omit<RunLabsOptions, 'home' | 'onEvent' | 'beforeStep' | 'signal'> {
  readonly signal: AbortSignal
  /** What is written meanwhile: a lab as it goes or a line for each of several, each event as a line of JSON, or nothing. */
  readonly output: 'people' | 'jsonl' | 'none'
  readonly language: Language
  /** Each step waits for Enter. */
  readonly isStepped: boolean
  /** A file for the results as JUnit XML, also when not all labs could be run. */
  readonly junit: string | undefined
  /** A file for the page of the only lab. */
  readonly html?: string | undefined
  /** The only lab is shown in a browser, too, until it is interrupted. */
  readonly isOnPage?: boolean | undefined
}

/**
 * Runs labs and shows what happens in them.
 *
 * @throws RedislabError what keeps labs from being run
 */
export async function showLabs(
  tasks: readonly LabTask[],
  {output, language, isStepped, junit, html, isOnPage = false, jobs, ...options}: ShowLabsOptions,
): Promise<readonly LabResult[]> {
  const startedAt = Date.now()
  const ended = new Map<LabTask, LabResult>()
  const [only] = tasks
  const isDrawn = html !== undefined || isOnPage
  const page = isDrawn && only !== undefined ? new LabPage(only.server, language) : undefined
  await using served =
    isOnPage && page !== undefined ? await serveLab(page, {output, signal: options.signal}) : undefined
  using watcher = makeWatcher(tasks, {output, language, isStepped})
  using stepper = isStepped
    ? new Stepper(options.signal, watcher?.ask ?? askOnStderr, served?.steps)
    : undefined
  try {
    await served?.opened
    const runs = await runLabs(tasks, {
      ...options,
      home: resolveHome(),
      // A person reads one lab at a time.
      jobs: isStepped ? 1 : jobs,
      onEvent: (event, task) => {
        if (event.kind === 'lab-ended') ended.set(task, event.result)
        watcher?.take(event, task)
        page?.take(event)
      },
      beforeStep: stepper?.wait,
    })
    const results = runs.map(({result}) => result)
    if (output === 'people' && tasks.length > 1) {
      const summary = {
        ms: Date.now() - startedAt,
        comparesServers: new Set(tasks.map(({server}) => server)).size > 1,
        isRepeated: tasks.some(({round}) => round > 1),
      }
      process.stdout.write(renderLabSummary(results, summary, stdoutTheme, {language}))
    }
    if (junit !== undefined) await writeReport(junit, renderJunit(results))
    if (html !== undefined) await page?.write(html)
    await served?.untilInterrupted()
    return results
  } catch (error) {
    // The report must also say what could not be run.
    if (junit !== undefined) await writeReport(junit, renderUnfinished(tasks, ended, error))
    throw error
  }
}

function makeWatcher(
  tasks: readonly LabTask[],
  {output, ...options}: Pick<ShowLabsOptions, 'output' | 'language' | 'isStepped'>,
): LabWatcher | undefined {
  if (output === 'none') return undefined
  return output === 'jsonl' ? streamLabs() : watchLabs(tasks, options)
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
