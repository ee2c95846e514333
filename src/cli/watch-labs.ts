import process from 'node:process'
import {stringifyVisible} from '../core/visible.ts'
import {LabBoard} from '../reporters/lab-board.ts'
import {describeLabEvent} from '../reporters/lab-json.ts'
import {LabStory} from '../reporters/lab-story.ts'
import {terminalWidth} from '../reporters/terminal-width.ts'
import type {LabEvent} from '../runner/lab-event.ts'
import type {Language} from '../runner/lab-files.ts'
import type {LabTask} from '../runner/run-labs.ts'

/** Shows labs that run, until it is disposed of. */
export interface LabWatcher extends Disposable {
  readonly take: (event: LabEvent, task: LabTask) => void
}

const expireEveryMs = 500

/** What happens, as it happens: one lab as a story, several on a board. */
export function watchLabs(tasks: readonly LabTask[], {language}: {readonly language: Language}): LabWatcher {
  if (tasks.length > 1) {
    const board = new LabBoard(tasks.map(({lab}) => lab.name))
    return {take: (event, task) => board.take(event, task), [Symbol.dispose]: () => board[Symbol.dispose]()}
  }
  const story = new LabStory({width: terminalWidth(), language})
  const write = (text: string) => void process.stdout.write(text)
  const timer = setInterval(() => write(story.expire(Date.now())), expireEveryMs)
  return {take: (event) => write(story.render(event)), [Symbol.dispose]: () => clearInterval(timer)}
}

/** Every event as a line of JSON. */
export function streamLabs(): LabWatcher {
  return {
    take: (event, task) => void process.stdout.write(`${stringifyVisible(describeLabEvent(event, task))}\n`),
    [Symbol.dispose]: () => {},
  }
}
