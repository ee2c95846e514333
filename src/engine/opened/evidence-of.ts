import type {ReadClocksOptions} from '../../core/clocks/read-clocks.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {listDeploymentFiles} from '../sources/deployment-files.ts'
import {readSources} from '../sources/read-sources.ts'
import {readStoredSources} from './stored-sources.ts'
import {twinEvidence} from './twin-evidence.ts'

/**
 * What there is of a deployment to be diagnosed: what it was opened from, or the confs and logs of one that redislab runs; of a
 * twin what its original says of itself, and what has happened to the twin.
 *
 * @throws RedislabError STATE_UNREADABLE, SOURCE_UNREADABLE
 */
export async function evidenceOf(
  {directory, record}: Deployment,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<readonly Evidence[]> {
  if (record.opened !== undefined) return await readStoredSources(directory, record.opened.sources, {signal})
  if (record.twin !== undefined) return await twinEvidence(directory, record, {signal})
  return await readSources(await listDeploymentFiles(directory, record.plan), {signal})
}

/** What was said of the clocks when a deployment was opened; undefined for one that redislab runs. */
export function clocksOf({record}: Deployment): ReadClocksOptions | undefined {
  const clocks = record.opened?.clocks
  if (clocks === undefined) return undefined
  const zones = clocks.zones.map(({instance, zone}) => ({instance, zone}))
  return {zones, year: clocks.year ?? undefined, align: clocks.align}
}
