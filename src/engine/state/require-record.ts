import {RedislabError} from '../../core/errors/errors.ts'
import {checkName, runDirectoryOf} from './deployment-name.ts'
import {requireInSight} from './in-sight.ts'
import {readRecord} from './record.ts'
import type {DeploymentRecord} from './record-schema.ts'
import {listRunDirectories} from './run-directories.ts'

/** @throws RedislabError OPTION_INVALID, DEPLOYMENT_NOT_FOUND, STATE_UNREADABLE, PROCESSES_HIDDEN */
export async function requireRecord(home: string, name: string): Promise<DeploymentRecord> {
  checkName(name)
  const directory = runDirectoryOf(home, name)
  const record = await readRecord(directory)
  if (record !== undefined) {
    requireInSight(record, directory)
    return record
  }
  const others = await listRunDirectories(home)
  throw new RedislabError('DEPLOYMENT_NOT_FOUND', `There is no deployment named "${name}".`, {
    suggestions: [
      others.length > 0
        ? `There ${others.length > 1 ? 'are' : 'is'} ${others.join(', ')}: add --name NAME.`
        : 'Start one: redislab up 1m2r3s',
    ],
    details: {deployment: name},
  })
}
