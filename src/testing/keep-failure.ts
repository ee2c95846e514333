import {mkdir} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import type {Deployment} from '../api/deployment.ts'
import {InstanceNames} from '../core/timeline/names.ts'
import {formatTimeline} from '../core/timeline/plain-text.ts'
import {makeVisible, stringifyVisible} from '../core/visible.ts'
import {whyNot, writePlainFile} from '../engine/plain-file.ts'

export interface FailedTest {
  readonly testName: string
  /** Where to keep it; that of the environment unless told. */
  readonly folder: string | undefined
}

/**
 * The timeline of a test that failed, as text; as `NAME.timeline.txt` and `.jsonl` in a folder, too, for who looks at it
 * later, such as at the artifacts of a CI job.
 */
export async function keepFailure(lab: Deployment, {testName, folder}: FailedTest): Promise<string> {
  const entries = await lab.timeline()
  const {plan} = lab.record
  const text = formatTimeline(entries, new InstanceNames(plan))
  const told = `What happened to ${plan.topology} in "${makeVisible(testName)}":\n${text}`
  const kept = folder ?? process.env['REDISLAB_ARTIFACTS']
  if (!kept) return told
  const file = path.resolve(kept, `${fileNameOf(testName)}-${plan.name}.timeline`)
  const lines = entries.map(
    (entry) => `${stringifyVisible({...entry, at: new Date(entry.at).toISOString()})}\n`,
  )
  try {
    await mkdir(kept, {recursive: true})
    await writePlainFile(`${file}.txt`, text)
    await writePlainFile(`${file}.jsonl`, lines.join(''))
    return `${told}Kept in ${file}.txt and .jsonl`
  } catch (error) {
    // The test has failed for a reason of its own, which is not to be lost for this one.
    return `${told}Not kept: ${file}.txt and .jsonl cannot be written: ${whyNot(error)}.`
  }
}

function fileNameOf(testName: string): string {
  const plain = testName.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|-+$/g, '')
  return plain.slice(0, 80) || 'test'
}
