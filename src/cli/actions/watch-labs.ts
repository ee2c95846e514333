import process from 'node:process'
import {describeLabEvent} from '../../core/contract/lab-json.ts'
import type {LabEvent} from '../../core/lab/lab-event.ts'
import type {Language} from '../../core/lab/languages.ts'
import {stringifyVisible} from '../../core/text/visible.ts'
import {terminalWidth} from '../../reporters/kit/terminal-width.ts'
import {ToldLines} from '../../reporters/kit/told-lines.ts'
import {LabReporter} from '../../reporters/lab/lab-reporter.ts'
import {LabsReporter} from '../../reporters/lab/labs-reporter.ts'
import type {LabTask} from '../../runner/run-labs.ts'
import {canReadKeys} from './keys.ts'

/** Shows labs that run, until it is disposed of. */
export interface LabWatcher extends Disposable {
  readonly take: (event: LabEvent, task: LabTask) => void
  /** Shows that Enter is awaited before the next step, or takes that away. */
  readonly ask: (isAsked: boolean) => void
}

export interface WatchLabsOptions {
  readonly language: Language
  /** Each step waits for Enter. */
  readonly isStepped: boolean
}

const expireEveryMs = 500
const prompt = '      ⏎ '

/** What happens, as it happens: one lab step by step, several with a line each. */
export function watchLabs(tasks: readonly LabTask[], {language, isStepped}: WatchLabsOptions): LabWatcher {
  if (tasks.length > 1) {
    const reporter = new LabsReporter(tasks.map(({lab}) => lab.name))
    return {
      take: (event, task) => reporter.take(event, task),
      ask: askOnStderr,
      [Symbol.dispose]: () => reporter[Symbol.dispose](),
    }
  }
  const reporter = new LabReporter({width: terminalWidth(), language, isStepped})
  const told = new ToldLines()
  const timer = setInterval(() => told.tell(reporter.expire(Date.now())), expireEveryMs)
  return {
    take: (event) => {
      const text = reporter.render(event)
      told.await(reporter.awaited)
      told.tell(text)
    },
    ask: (isAsked) => {
      if (!process.stdout.isTTY) askOnStderr(isAsked)
      else told.ask(isAsked ? prompt : undefined)
    },
    [Symbol.dispose]: () => {
      clearInterval(timer)
      told[Symbol.dispose]()
    },
  }
}

/** Every event as a line of JSON. */
export function streamLabs(): LabWatcher {
  return {
    take: (event, {lab, round}) => {
      const line = describeLabEvent(event, {at: new Date(), lab, round})
      process.stdout.write(`${stringifyVisible(line)}\n`)
    },
    ask: askOnStderr,
    [Symbol.dispose]: () => {},
  }
}

/** Beside an output that is read by somebody else. */
export function askOnStderr(isAsked: boolean): void {
  if (isAsked) process.stderr.write(prompt)
  else if (canReadKeys()) process.stderr.write('\n')
}
