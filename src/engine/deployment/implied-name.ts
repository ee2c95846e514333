import {hasErrorCode} from '../../core/errors/errors.ts'
import {findRemoved} from '../instances/unrecorded.ts'
import {defaultName, runDirectoryOf} from '../state/deployment-name.ts'
import {resolveHome} from '../state/home.ts'
import {readRecord} from '../state/record.ts'
import {listRunDirectories} from '../state/run-directories.ts'

/**
 * Which deployment is meant where none is named: `default`, or the only one there is. One that ends with another process
 * (`exec --up`, `lab run`, a test suite, `up --owner`) belongs to that process, and is only meant by its name.
 *
 * @throws RedislabError STATE_UNREADABLE when the state folder cannot be read
 */
export async function findImpliedName(home: string = resolveHome()): Promise<string> {
  const names = await listRunDirectories(home)
  if (names.includes(defaultName)) return defaultName
  const isFree = await Promise.all(names.map((name) => hasNoOwner(runDirectoryOf(home, name))))
  const [only, second] = names.filter((_, index) => isFree[index])
  if (only === undefined || second !== undefined) return defaultName
  // Its folder was removed under it, and `down` can still end it.
  return (await findRemoved(home)).includes(defaultName) ? defaultName : only
}

async function hasNoOwner(directory: string): Promise<boolean> {
  try {
    return (await readRecord(directory))?.watcher === undefined
  } catch (error) {
    if (hasErrorCode(error, 'STATE_UNREADABLE')) return true
    throw error
  }
}
