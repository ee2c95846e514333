import process from 'node:process'
import {fitRows} from './fit-rows.ts'
import {LiveText} from './live-text.ts'

/** Shows a text in place of the one before. @param footer only for a terminal */
export type ShowText = (text: string, footer: string) => void

/** Redraws on a terminal. Elsewhere a text is written only when it differs from the one before. */
export function makeLiveView(): ShowText {
  let last = ''
  if (!process.stdout.isTTY) {
    return (text) => {
      if (text !== last) process.stdout.write(last === '' ? text : `\n${text}`)
      last = text
    }
  }
  const live = new LiveText(() => last)
  return (text, footer) => {
    // What scrolled off the screen cannot be drawn over.
    const {rows, columns} = process.stdout
    last = `${fitRows(text.trimEnd(), {rows: rows - 2, columns})}\n\n${footer}`
    live.draw()
  }
}
