import {chmod, mkdir} from 'node:fs/promises'
import path from 'node:path'

/**
 * Makes a folder, mode 0700, and those above it that are missing. Not with mkdir's own `recursive`: where nothing can be
 * made although the folder above is there (/proc), it tries for ever.
 *
 * @throws an error of Node's with a code, for `whyNot`
 */
export async function makeFolder(folder: string): Promise<void> {
  if (await makeOne(folder)) return
  const above = path.dirname(folder)
  if (above !== folder) await makeFolder(above)
  if (await makeOne(folder)) return
  throw Object.assign(new Error(`no folder can be made in ${above}`), {code: 'EUNMAKEABLE'})
}

/**
 * Makes one folder, mode 0700 whatever the umask.
 *
 * @throws what mkdir does
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, {mode: 0o700})
  // The umask may take rights away from ourselves, too.
  await chmod(folder, 0o700)
}

/** @returns whether it is there now; else the one above it is missing */
async function makeOne(folder: string): Promise<boolean> {
  try {
    await makePrivateFolder(folder)
    return true
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return false
    // Whether it is a folder finds out who uses it.
    if (code === 'EEXIST') return true
    throw error
  }
}
