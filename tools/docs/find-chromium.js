import {existsSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** The Chromium of this machine. @throws Error when there is none on the PATH */
export function findChromium() {
  const found = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap((one) => names.map((name) => path.join(one, name)))
    .find((file) => existsSync(file))
  if (found === undefined) throw new Error('There is no chromium on the PATH.')
  return found
}
