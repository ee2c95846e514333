import {mkdir, stat} from 'node:fs/promises'
import path from 'node:path'

/**
 * Makes a folder (mode 0700), and those above it that are missing. Node's own `recursive` never ends where there can be
 * no such folder although the one above it is there, as in /proc.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, {mode: 0o700})
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && (await isFolder(folder))) return
    if (code === 'ENAMETOOLONG') throw inWords('its name is too long', error)
    if (code !== 'ENOENT') throw error
    const above = path.dirname(folder)
    if (await isFolder(above)) throw inWords(`no folder can be made in ${above}`, error)
    await makeFolder(above)
    await mkdir(folder, {mode: 0o700}).catch(async (again: NodeJS.ErrnoException) => {
      if (again.code !== 'EEXIST' || !(await isFolder(folder))) throw again
    })
  }
}

function inWords(message: string, cause: unknown): Error {
  return Object.assign(new Error(message, {cause}), {code: 'ENOTSUP'})
}

async function isFolder(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined))?.isDirectory() === true
}
