import process from 'node:process'
import logUpdate from 'log-update'
import {fitRows} from './fit-rows.ts'

/** Text that is shown in place of what was shown before. */
export interface LiveView extends Disposable {
  /** @param footer only for a terminal */
  readonly show: (text: string, footer?: string) => void
}

/** Redraws on a terminal. Elsewhere a text is written only when it differs from the one before. */
export function makeLiveView(): LiveView {
  if (process.stdout.isTTY) {
    // What scrolled off the screen cannot be drawn over.
    const show = (text: string, footer = '') => {
      const {rows, columns} = process.stdout
      const below = footer === '' ? '' : `\n\n${footer}`
      const room = {rows: rows - below.split('\n').length + 1, columns}
      logUpdate(fitRows(text.trimEnd(), room) + below)
    }
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
