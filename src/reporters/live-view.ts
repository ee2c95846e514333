import process from 'node:process'
import logUpdate from 'log-update'

/** Text that is shown in place of what was shown before. */
export interface LiveView extends Disposable {
  readonly show: (text: string) => void
}

/** Redraws on a terminal. Elsewhere a text is written only when it differs from the one before. */
export function makeLiveView(): LiveView {
  if (process.stdout.isTTY) {
    return {show: (text) => logUpdate(text.trimEnd()), [Symbol.dispose]: () => logUpdate.done()}
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
