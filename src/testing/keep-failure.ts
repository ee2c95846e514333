import {mkdir} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import type {Deployment} from '../api/deployment/deployment.ts'
import {messageOf} from '../core/errors/message-of.ts'
import {makeVisible, stringifyVisible} from '../core/text/visible.ts'
import type {TimelineEntry} from '../core/timeline/entries/entry.ts'
import {formatExplanation, formatTimeline} from '../core/timeline/folding/plain-text.ts'
import {InstanceNames} from '../core/timeline/incidents/names.ts'
import type {Plan} from '../core/topology/plan.ts'
import {whyNot, writePlainFile} from '../engine/files/plain-file.ts'

export interface FailedTest {
  readonly testName: string
  /** Where to keep it. @default `$REDISLAB_ARTIFACTS` */
  readonly folder: string | undefined
}

/**
 * What happened to the deployment of a test that failed, as text: why there was or was no failover, then the timeline. In a
 * folder the timeline is kept as `NAME.timeline.txt` and `.jsonl`, too, for the artifacts of a CI job.
 */
export async function keepFailure(deployment: Deployment, {testName, folder}: FailedTest): Promise<string> {
  // It was loaded with the deployment: what only reads this file does not pay for it.
  const {engineOf} = await import('../api/deployment/library-deployment.ts')
  const {plan} = engineOf(deployment).record
  const title = `What happened to ${plan.topology} in "${makeVisible(testName)}":\n`
  try {
    const entries = await deployment.timeline()
    const why = (await deployment.explain()).map(formatExplanation).join('')
    return title + (await keep(entries, {why, plan, testName, folder}))
  } catch (error) {
    // The test has failed for a reason of its own, which must not be lost for this one.
    return `${title}${messageOf(error)}\n`
  }
}

interface Kept extends FailedTest {
  readonly plan: Plan
  readonly why: string
}

async function keep(entries: readonly TimelineEntry[], {why, plan, testName, folder}: Kept): Promise<string> {
  const text = `${why}${formatTimeline(entries, new InstanceNames(plan))}`
  const kept = folder ?? process.env['REDISLAB_ARTIFACTS']
  if (!kept) return text
  const file = path.resolve(kept, `${fileNameOf(testName)}-${plan.name}.timeline`)
  const lines = entries.map(
    (entry) => `${stringifyVisible({...entry, at: new Date(entry.at).toISOString()})}\n`,
  )
  try {
    await mkdir(kept, {recursive: true})
    await writePlainFile(`${file}.txt`, text)
    await writePlainFile(`${file}.jsonl`, lines.join(''))
    return `${text}Kept in ${file}.txt and .jsonl`
  } catch (error) {
    return `${text}Not kept: ${file}.txt and .jsonl cannot be written: ${whyNot(error)}.`
  }
}

function fileNameOf(testName: string): string {
  const plain = testName.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|-+$/g, '')
  return plain.slice(0, 80) || 'test'
}
