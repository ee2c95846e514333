import {stat} from 'node:fs/promises'
import path from 'node:path'

/** The folder itself, or the nearest one above it that exists. */
export async function findExisting(folder: string): Promise<string> {
  try {
    await stat(folder)
    return folder
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if ((code !== 'ENOENT' && code !== 'ENOTDIR') || path.dirname(folder) === folder) throw error
    return findExisting(path.dirname(folder))
  }
}
