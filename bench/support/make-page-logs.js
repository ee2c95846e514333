// The logs of many instances, to make a large page of: the same every time.
import {writeFileSync} from 'node:fs'
import path from 'node:path'

const beginning = Date.UTC(2026, 10, 30, 9)
const everyMs = 37

/**
 * @param {string} folder
 * @param {{readonly instances: number, readonly lines: number}} size two fifths of the instances are masters
 */
export function makePageLogs(folder, {instances, lines}) {
  for (let index = 0; index < instances; index += 1) {
    const letter = index < instances * 0.4 ? 'M' : 'S'
    const text = Array.from({length: lines}, (_, line) => {
      const time = new Date(beginning + line * everyMs).toISOString().slice(11, 23)
      return `${1000 + index}:${letter} 30 Nov 2026 ${time} # ${messageOf(index, line)}\n`
    }).join('')
    writeFileSync(path.join(folder, `redis-${index}.log`), text)
  }
}

function messageOf(index, line) {
  if (line === 0) return `Running mode=standalone, port=${7000 + index}.`
  if (line % 7 === 0) return 'Connection with master lost.'
  return `Error condition on socket for SYNC: Connection refused, try ${line} of ${index}`
}
