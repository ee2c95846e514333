import {makeVisible} from '../visible.ts'
import type {TimelineEntry} from './entry.ts'
import type {InstanceNames} from './names.ts'

/**
 * A timeline as plain lines, with the time since the last fault: for where there is no terminal to paint on.
 *
 *     10:52:51.192  n1 killed
 *        +1.506 s  s2  +sdown master mymaster n1
 */
export function formatTimeline(entries: readonly TimelineEntry[], names: InstanceNames): string {
  let origin: number | undefined
  const lines = entries.map((entry) => {
    names.learn(entry)
    const message = makeVisible(names.shorten(entry.message))
    if (entry.source === 'redislab') {
      origin = entry.at
      return `${clock(entry.at)}  ${message}`
    }
    const time = origin === undefined ? clock(entry.at) : `+${((entry.at - origin) / 1000).toFixed(3)} s`
    return `${time.padStart(12)}  ${(entry.instance ?? '').padEnd(3)} ${message}`
  })
  return lines.map((line) => `${line}\n`).join('')
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 23)
}
