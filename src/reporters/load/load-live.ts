import process from 'node:process'
import {createLogUpdate} from 'log-update'
import type {LoadSnapshot} from '../../core/load/report.ts'
import {stderrTheme} from '../kit/theme.ts'
import {renderSnapshot} from './load-view.ts'

const everyMs = 250

/** Shows how a load is doing, in one line on stderr that is redrawn; nothing where stderr is no terminal. */
export function showLoad(snapshot: () => LoadSnapshot): Disposable & {readonly say: (text: string) => void} {
  if (!process.stderr.isTTY) return {say: () => {}, [Symbol.dispose]: () => {}}
  const update = createLogUpdate(process.stderr)
  const draw = () => update(renderSnapshot(snapshot(), stderrTheme, {width: process.stderr.columns}))
  const timer = setInterval(draw, everyMs)
  draw()
  return {
    say: (text) => {
      clearInterval(timer)
      update(text)
    },
    [Symbol.dispose]: () => {
      clearInterval(timer)
      update.clear()
      update.done()
    },
  }
}
