import path from 'node:path'
import type {Finding} from '../../core/diagnosis/finding.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import {findDeployment} from '../../engine/deployment/deployment.ts'
import {describeEvidencePage} from '../../engine/page/evidence-page.ts'
import {writePage, writePageOf} from './write-page.ts'

interface Diagnosed {
  readonly evidence: readonly Evidence[]
  readonly findings: readonly Finding[]
  /** The deployment that was diagnosed; null for files. */
  readonly deployment: string | null
  readonly signal: AbortSignal
}

/**
 * Writes what was diagnosed as a page: of a deployment with all that happened to it, of files with the lines of their logs.
 *
 * @throws RedislabError OPTION_INVALID when it cannot be written
 */
export async function writeDiagnosisPage(
  file: string,
  {evidence, findings, deployment, signal}: Diagnosed,
): Promise<void> {
  if (deployment !== null)
    return writePageOf(await findDeployment(deployment, {evenIfOpened: true}), file, {findings, signal})
  const title = [...new Set(evidence.map((one) => path.basename(one.path)))].slice(0, 3).join(', ')
  await writePage(file, describeEvidencePage(evidence, {findings, title}))
}
