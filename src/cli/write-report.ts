import {writeFile} from 'node:fs/promises'
import {RedislabError} from '../core/errors.ts'

/**
 * Writes a report for programs to the file that was named.
 *
 * @throws RedislabError OPTION_INVALID
 */
export async function writeReport(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (error) {
    throw new RedislabError(
      'OPTION_INVALID',
      `The report cannot be written to ${file}: ${error instanceof Error ? error.message : String(error)}.`,
      {cause: error},
    )
  }
}
