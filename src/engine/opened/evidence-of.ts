import type {ReadClocksOptions} from '../../core/clocks/read-clocks.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import {readText} from '../../core/evidence/read-text.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {type AskOptions, askDeployment, type KeptLive} from '../live/ask-deployment.ts'
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

/**
 * The same of a deployment that runs elsewhere, asked once more, with what it was opened from beside.
 *
 * @throws RedislabError SOURCE_UNREADABLE when nobody answers any more
 */
export async function evidenceOfLive(
  {directory, record}: Deployment,
  live: KeptLive,
  {login, forMs, signal}: AskOptions,
): Promise<readonly Evidence[]> {
  const {transcripts} = await askDeployment(live, {login, forMs, signal})
  const files = record.opened?.sources.filter(({isAsked}) => isAsked !== true) ?? []
  return [
    ...transcripts.map(({name, text}) => readText(name, text)),
    ...(files.length === 0 ? [] : await readStoredSources(directory, files, {signal})),
  ]
}

/** What was said of the clocks when a deployment was opened; undefined for one that redislab runs. */
export function clocksOf({record}: Deployment): ReadClocksOptions | undefined {
  const clocks = record.opened?.clocks
  if (clocks === undefined) return undefined
  const zones = clocks.zones.map(({instance, zone}) => ({instance, zone}))
  return {zones, year: clocks.year ?? undefined, align: clocks.align}
}
