import {mkdir} from 'node:fs/promises'
import path from 'node:path'

/**
 * Makes a folder, mode 0700, and those above it that are missing. Not with mkdir's own `recursive`: where nothing can be
 * made although the parent is there (/proc), it tries for ever.
 */
export async function makeFolder(folder: string): Promise<void> {
  if (await makeOne(folder)) return
  const parent = path.dirname(folder)
  if (parent !== folder) await makeFolder(parent)
  if (await makeOne(folder)) return
  throw Object.assign(new Error('nothing can be made there'), {code: 'EUNMAKEABLE', path: folder})
}

/** @returns whether it is there now; else its parent is missing */
async function makeOne(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, {mode: 0o700})
    return true
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return false
    // Whether it is a folder finds out who uses it.
    if (code === 'EEXIST') return true
    throw error
  }
}
