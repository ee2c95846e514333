import {type FileHandle, open} from 'node:fs/promises'
import {RedislabError} from '../../core/errors.ts'

/**
 * Opens a log for reading.
 *
 * @returns undefined when it does not exist yet
 * @throws RedislabError PERMISSION_DENIED
 */
export async function openLog(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (code === 'EACCES' || code === 'EPERM') {
      throw new RedislabError('PERMISSION_DENIED', `The log ${path} cannot be read.`, {cause: error})
    }
    throw error
  }
}
