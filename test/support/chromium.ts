import {accessSync, constants} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {type Browser, chromium} from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** The Chromium of this machine; undefined where there is none. */
export const chromiumPath = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .flatMap((folder) => names.map((name) => path.join(folder, name)))
  .find(isExecutable)

if (chromiumPath === undefined)
  process.stderr.write('There is no chromium here: what a page looks like in a browser is not tested.\n')

/** Starts it without a window. A test may run as root, for whom Chromium has no sandbox. */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('there is no chromium on the PATH')
  return chromium.launch({executablePath: chromiumPath, args: ['--no-sandbox', '--disable-dev-shm-usage']})
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
