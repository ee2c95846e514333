import {randomBytes} from 'node:crypto'
import {lstat, rename, rm, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {RedislabError} from '../../core/errors/errors.ts'
import {readPlainFile, whyNot} from '../files/plain-file.ts'
import {unwritable} from './home.ts'
import {type DeploymentRecord, recordSchema, schemaVersion} from './record-schema.ts'
import {linkRefused, unreadable} from './unreadable.ts'

export const recordFile = 'deployment.json'

/**
 * @returns undefined when there is no such deployment
 * @throws RedislabError STATE_UNREADABLE when its record is damaged or of another version of redislab, or when it or its
 * folder is a link: what is done to a deployment would be done to what it leads to
 */
export async function readRecord(directory: string): Promise<DeploymentRecord | undefined> {
  const file = path.join(directory, recordFile)
  let text: string
  let owner: number
  try {
    const folder = await lstat(directory)
    if (folder.isSymbolicLink()) throw linkRefused(directory)
    owner = folder.uid
    text = await readPlainFile(file)
  } catch (error) {
    if (error instanceof RedislabError) throw error
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw unreadable(file, whyNot(error), 'denied', error)
  }
  // What another user wrote down is no reason to signal anybody.
  if (owner !== process.geteuid?.()) throw unreadable(file, 'it belongs to another user', 'denied')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw unreadable(file, 'it is cut off or not JSON', 'damaged', error)
  }
  const version = (json as {schemaVersion?: unknown} | null)?.schemaVersion
  if (typeof version === 'number' && version > schemaVersion) {
    throw unreadable(
      file,
      `it was written by a newer redislab (schema ${version}, this one reads ${schemaVersion})`,
      'newer',
    )
  }
  const parsed = recordSchema.safeParse(json)
  if (parsed.success && parsed.data.plan.name !== path.basename(directory)) {
    throw unreadable(
      file,
      `it is that of "${parsed.data.plan.name}": the folder was copied or moved`,
      'denied',
    )
  }
  if (parsed.success) return parsed.data as DeploymentRecord
  const issue = parsed.error.issues[0]
  throw unreadable(
    file,
    `${issue?.path.join('.') || 'the whole'} is not what redislab writes there`,
    'damaged',
  )
}

/** Writes the record so that a reader sees the old one or the new one, never a part. Mode 0600: it may hold a password. */
export async function writeRecord(directory: string, record: DeploymentRecord): Promise<void> {
  const file = path.join(directory, recordFile)
  const draft = `${file}.${randomBytes(4).toString('hex')}`
  try {
    await writeFile(draft, `${JSON.stringify(record, undefined, 2)}\n`, {mode: 0o600})
    await rename(draft, file)
  } catch (error) {
    await rm(draft, {force: true})
    throw unwritable(directory, error)
  }
}
