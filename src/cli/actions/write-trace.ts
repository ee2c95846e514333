import {makeAllVisible} from '../../core/text/visible.ts'
import {traceOf} from '../../core/trace/page-trace.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {collectPage} from '../../engine/page/collect-page.ts'
import {writeReport} from './write-report.ts'

/**
 * Writes what happened to a deployment to a file, as a trace that ui.perfetto.dev opens.
 *
 * @returns how many of the oldest entries are not in it, since there were too many
 * @throws RedislabError OPTION_INVALID when it cannot be written
 */
export async function writeTraceOf(
  deployment: Deployment,
  file: string,
  {signal}: {readonly signal: AbortSignal},
): Promise<number> {
  const page = makeAllVisible(await collectPage(deployment, {signal, findings: []}))
  await writeReport(file, traceOf(page))
  return page.leftOut
}
