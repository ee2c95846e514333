import process from 'node:process'
import type {LoadSnapshot} from '../../core/load/report.ts'
import {LiveText} from '../kit/live-text.ts'
import {stderrTheme} from '../kit/theme.ts'
import {renderSnapshot} from './load-view.ts'

const everyMs = 250

/** Shows how a load is doing, in one line on stderr that is redrawn; nothing where stderr is no terminal. */
export function showLoad(snapshot: () => LoadSnapshot): Disposable & {readonly say: (text: string) => void} {
  const {stderr: stream} = process
  let said: string | undefined
  const live = new LiveText(() => said ?? renderSnapshot(snapshot(), stderrTheme, {width: stream.columns}), {
    stream,
    everyMs,
  })
  const say = (text: string) => {
    said = text
    live.draw()
  }
  live.draw()
  return {say, [Symbol.dispose]: () => live[Symbol.dispose]()}
}
