import {RedislabError} from '../../core/errors/errors.ts'
import {checkName, runDirectoryOf} from './deployment-name.ts'
import {requireInSight} from './in-sight.ts'
import {readRecord} from './record.ts'
import type {DeploymentRecord} from './record-schema.ts'
import {listRunDirectories} from './run-directories.ts'

export interface RequireOptions {
  /** Also one that was opened from files. Without it such a one is refused: nothing of it runs here. @default false */
  readonly evenIfOpened?: boolean | undefined
  /** Also one that was opened live, and can be asked. @default false */
  readonly evenIfLive?: boolean | undefined
}

/** @throws RedislabError OPTION_INVALID, DEPLOYMENT_NOT_FOUND, WRONG_STATE, STATE_UNREADABLE, PROCESSES_HIDDEN */
export async function requireRecord(
  home: string,
  name: string,
  {evenIfOpened = false, evenIfLive = false}: RequireOptions = {},
): Promise<DeploymentRecord> {
  checkName(name)
  const directory = runDirectoryOf(home, name)
  const record = await readRecord(directory)
  if (record?.opened !== undefined && !evenIfOpened && !(evenIfLive && record.opened.live !== undefined))
    throw onlyRead(name, record.opened.live !== undefined)
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

function onlyRead(name: string, isLive: boolean): RedislabError {
  return new RedislabError(
    'WRONG_STATE',
    isLive
      ? `"${name}" runs elsewhere, and redislab did not start it: it only reads it.`
      : `"${name}" was opened from files: redislab reads it, and nothing of it runs here.`,
    {
      suggestions: [
        isLive
          ? 'Commands that read take it: status, diagnose, timeline, explain, page, whois and collect.'
          : 'Commands that read take it: diagnose, explain, timeline, logs, status and whois.',
        // With its name also where it is the default's: without one, another deployment might be taken down.
        `Forget it: redislab down --name ${name}`,
      ],
      details: {deployment: name},
    },
  )
}
