import path from 'node:path'
import process from 'node:process'
import type {ProcessIdentity} from '../../core/words.ts'
import {packageRoot} from '../files/package-root.ts'
import type {Host} from '../host/host.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

export interface Healer {
  readonly process: ProcessIdentity
  readonly healsAt: Date
}

/**
 * Starts a program that waits and then heals: a small process that outlives this one, so a fault is healed even if the
 * terminal is closed.
 *
 * @param program its name in bundle/programs; it is told the state folder, the deployment and the time (ISO 8601)
 */
export async function startHealer(
  program: 'healer.js' | 'link-healer.js',
  {host, directory, record}: {host: Host; directory: string; record: DeploymentRecord},
  {home, forMs}: {home: string; forMs: number},
): Promise<Healer> {
  const healsAt = new Date(Date.now() + forMs)
  const identity = await host.start({
    file: process.execPath,
    args: [
      path.join(packageRoot, 'bundle', 'programs', program),
      home,
      record.plan.name,
      healsAt.toISOString(),
    ],
    directory,
    outputFile: path.join(directory, 'healer.log'),
  })
  return {process: identity, healsAt}
}
