import {chmodSync, mkdirSync} from 'node:fs'
import path from 'node:path'

/**
 * Makes a folder, mode 0700, and those above it that are missing. Not with mkdir's own `recursive`: where nothing can be
 * made although the folder above is there (/proc), it tries for ever. Not through the thread pool, which takes longer than
 * to make some.
 *
 * @throws an error of Node's with a code, for `whyNot`
 */
export function makeFolder(folder: string): void {
  if (makeOne(folder)) return
  const above = path.dirname(folder)
  if (above !== folder) makeFolder(above)
  if (makeOne(folder)) return
  throw Object.assign(new Error(`no folder can be made in ${above}`), {code: 'EUNMAKEABLE'})
}

/**
 * Makes one folder, mode 0700 whatever the umask.
 *
 * @throws what mkdir does
 */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, {mode: 0o700})
  // The umask may take rights away from ourselves, too.
  chmodSync(folder, 0o700)
}

/** @returns whether it is there now; else the one above it is missing */
function makeOne(folder: string): boolean {
  try {
    makePrivateFolder(folder)
    return true
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return false
    // Whether it is a folder finds out who uses it.
    if (code === 'EEXIST') return true
    throw error
  }
}
