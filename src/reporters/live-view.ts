import process from 'node:process'
import logUpdate from 'log-update'
import {fitRows} from './fit-rows.ts'

/** Text that is shown in place of what was shown before. */
export interface LiveView extends Disposable {
  readonly show: (text: string) => void
}

/** Redraws on a terminal. Elsewhere a text is written only when it differs from the one before. */
export function makeLiveView(): LiveView {
  if (process.stdout.isTTY) {
    // What scrolled off the screen cannot be drawn over.
    const show = (text: string) => logUpdate(fitRows(text.trimEnd(), process.stdout))
    return {show, [Symbol.dispose]: () => logUpdate.done()}
  }
  let last = ''
  return {
    show: (text) => {
      if (text !== last) process.stdout.write(last === '' ? text : `\n${text}`)
      last = text
    },
    [Symbol.dispose]: () => {},
  }
}
