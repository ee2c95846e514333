import {lstat, readdir} from 'node:fs/promises'
import {hasErrorCode} from '../../core/errors/errors.ts'
import {whyNot} from '../files/plain-file.ts'
import {isDeploymentName, runDirectoryOf} from './deployment-name.ts'
import {readRecord, recordFile} from './record.ts'
import type {DeploymentRecord} from './record-schema.ts'
import {unreadable} from './unreadable.ts'

/** The names of all run directories, damaged ones included; whether they hold a record is for `readRecord` to say. */
export async function listRunDirectories(home: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(home, {withFileTypes: true})
    const named = entries
      .filter((entry) => entry.isDirectory() && isDeploymentName(entry.name))
      .map(({name}) => name)
    const ours = await Promise.all(named.map((name) => isRunDirectory(runDirectoryOf(home, name))))
    return named.filter((_, index) => ours[index]).sort()
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw unreadable(home, code === 'ENOTDIR' ? 'it is not a folder' : whyNot(error), 'denied', error)
  }
}

/** What stands in a run directory, and nothing else does. */
const ownEntries =
  /^(deployment\.json(\.[0-9a-f]{8})?|journal\.jsonl|healer\.log|watcher\.log|relay\.log|links\.sock|rendered|sources|[ns]\d+)$/

/**
 * Whether a folder is one that redislab made: it holds a record, or nothing but what stands beside one. The state folder
 * may be any folder; what else is in it is not ours to list, and not to remove.
 */
export async function isRunDirectory(directory: string): Promise<boolean> {
  const facts = await lstat(directory).catch(ignoreAbsent)
  if (facts?.isDirectory() !== true) return false
  const names = await readdir(directory).catch(ignoreAbsent)
  if (names === undefined) return false
  // One without anything in it is ours if it is as private as we make them: redislab was killed while making it.
  if (names.length === 0) return (facts.mode & 0o777) === 0o700
  if (names.every((name) => ownEntries.test(name))) return true
  // Somebody may have put a file of their own beside a record of ours. One that cannot be read may be anybody's.
  return names.includes(recordFile) && (await readRecord(directory).then(isThere, isUnreadable))
}

const isThere = (record: DeploymentRecord | undefined): boolean => record !== undefined

function isUnreadable(error: unknown): false {
  if (hasErrorCode(error, 'STATE_UNREADABLE')) return false
  throw error
}

function ignoreAbsent(error: unknown): undefined {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return undefined
  throw error
}
