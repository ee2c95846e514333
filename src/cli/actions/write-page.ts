import type {PageData} from '../../core/contract/page-json.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {collectPage} from '../../engine/page/collect-page.ts'
import type {OffsetSample} from '../../engine/page/offset-samples.ts'
import type {PageExtras} from '../../engine/page/page-recorder.ts'
import {renderPage} from '../../engine/page/render-page.ts'
import {writeReport} from './write-report.ts'

interface WritePageOptions extends PageExtras {
  readonly signal: AbortSignal
  /** Offsets that were asked for meanwhile. */
  readonly samples?: readonly OffsetSample[] | undefined
}

/**
 * Writes the page of a deployment as it is now to a file.
 *
 * @throws RedislabError OPTION_INVALID when it cannot be written
 */
export async function writePageOf(
  deployment: Deployment,
  file: string,
  options: WritePageOptions,
): Promise<void> {
  await writePage(file, await collectPage(deployment, options))
}

/**
 * Writes a page to a file.
 *
 * @throws RedislabError OPTION_INVALID when it cannot be written
 */
export async function writePage(file: string, data: PageData): Promise<void> {
  await writeReport(file, await renderPage(data))
}
