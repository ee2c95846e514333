import {RedislabError} from '../../core/errors/errors.ts'
import {stringifyVisible} from '../../core/text/visible.ts'
import {checkWritable, whyNot, writePlainFile} from '../../engine/files/plain-file.ts'

/**
 * Writes a report for programs to the file that was named.
 *
 * @throws RedislabError OPTION_INVALID
 */
export async function writeReport(file: string, text: string | Uint8Array): Promise<void> {
  try {
    await writePlainFile(file, text)
  } catch (error) {
    throw unwritten(file, error)
  }
}

/**
 * Writes data that nobody but the user may read, as JSON, to the file that was named.
 *
 * @throws RedislabError OPTION_INVALID
 */
export async function writeSecret(file: string, data: unknown): Promise<void> {
  try {
    await writePlainFile(file, `${stringifyVisible(data, 2)}\n`, {isSecret: true})
  } catch (error) {
    throw unwritten(file, error)
  }
}

/**
 * Writes bytes that nobody but the user may read to the file that was named.
 *
 * @throws RedislabError OPTION_INVALID
 */
export async function writeSecretBytes(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writePlainFile(file, bytes, {isSecret: true})
  } catch (error) {
    throw unwritten(file, error)
  }
}

/**
 * Finds out beforehand whether a report can be written: who waited for labs shall not lose what they said.
 *
 * @throws RedislabError OPTION_INVALID
 */
export async function checkReport(file: string): Promise<void> {
  try {
    await checkWritable(file)
  } catch (error) {
    throw unwritten(file, error)
  }
}

function unwritten(file: string, cause: unknown): RedislabError {
  return new RedislabError('OPTION_INVALID', `The report cannot be written to ${file}: ${whyNot(cause)}.`, {
    suggestions: ['Name a file in a folder that is there, and that you can write.'],
    cause,
  })
}
