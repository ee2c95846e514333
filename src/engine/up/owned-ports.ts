import {RedislabError} from '../../core/errors/errors.ts'
import {portsOf} from '../../core/topology/plan.ts'
import {isPortFree} from '../host/ports.ts'
import {runDirectoryOf} from '../state/deployment-name.ts'
import {readRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {listHomes} from '../state/register.ts'
import {listRunDirectories} from '../state/run-directories.ts'

/** Another deployment of this machine, running or not. */
export interface Other {
  readonly home: string
  readonly name: string
  readonly record: DeploymentRecord
}

/** Every other deployment of this user, in this state folder and in those of the register. Damaged ones own nothing. */
export async function listOthers(home: string, name: string): Promise<readonly Other[]> {
  const homes = await listHomes(home)
  const all = await Promise.all(
    homes.map(async (one) => {
      const all = await listRunDirectories(one).catch(ignoreDamage)
      const names = (all ?? []).filter((other) => one !== home || other !== name)
      return Promise.all(
        names.map(async (other) => {
          const record = await readRecord(runDirectoryOf(one, other)).catch(ignoreDamage)
          // What was opened from files uses no port here.
          return record === undefined || record.opened !== undefined ? [] : [{home: one, name: other, record}]
        }),
      )
    }),
  )
  return all.flat(2)
}

/** Which ports belong to whom. */
export function ownersOf(others: readonly Other[]): ReadonlyMap<number, Other> {
  return new Map(
    others.flatMap((other) =>
      other.record.plan.instances.flatMap(portsOf).map((port) => [port, other] as const),
    ),
  )
}

function ignoreDamage(error: unknown): undefined {
  if ((error as {code?: string}).code === 'STATE_UNREADABLE') return undefined
  throw error
}

/**
 * Whether nobody listens on a port.
 *
 * @throws RedislabError OPTION_INVALID for an address that is not this machine's, PERMISSION_DENIED
 */
export async function checkFree(host: string, port: number): Promise<boolean> {
  try {
    return await isPortFree(host, port)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'EADDRNOTAVAIL') {
      throw new RedislabError('OPTION_INVALID', `--host ${host}: this machine has no such address.`, {
        suggestions: ['Leave --host out to stay on 127.0.0.1.'],
        cause: error,
      })
    }
    if (code !== 'EACCES') throw error
    throw new RedislabError(
      'PERMISSION_DENIED',
      `Port ${port} may not be used by this user: ports below 1024 need root.`,
      {
        suggestions: ['Choose a port from 1024 on.'],
        details: {port},
        cause: error,
      },
    )
  }
}
