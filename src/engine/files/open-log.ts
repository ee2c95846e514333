import {constants} from 'node:fs'
import {type FileHandle, open} from 'node:fs/promises'
import {RedislabError} from '../../core/errors/errors.ts'

/**
 * Opens a log for reading.
 *
 * @returns undefined when it does not exist yet
 * @throws RedislabError PERMISSION_DENIED, STATE_UNREADABLE when it is not a regular file
 */
export async function openLog(path: string): Promise<FileHandle | undefined> {
  let file: FileHandle
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for somebody to write.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (code === 'EACCES' || code === 'EPERM') {
      throw new RedislabError('PERMISSION_DENIED', `The log ${path} cannot be read.`, {cause: error})
    }
    throw error
  }
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw new RedislabError('STATE_UNREADABLE', `The log ${path} cannot be read: it is not a regular file.`, {
    details: {path},
  })
}
