import {describeStatusThen, type StatusThenJson} from '../../core/contract/status-then-json.ts'
import {parseMoment} from '../../core/time/moment.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {findLastLine} from '../../engine/timeline/last-line.ts'
import {readStatusThen} from '../../engine/timeline/status-then.ts'
import {renderStatusThen} from '../../reporters/deployment/status-then-view.ts'
import {useLogTimes} from './log-times.ts'

/**
 * How a deployment was at a moment, by its logs. Of one that was opened a time of day is the last one before its logs end, and
 * without a moment it is their end.
 *
 * @throws RedislabError OPTION_INVALID
 */
export async function findStatusThen(
  deployment: Deployment,
  moment: string | undefined,
  {signal}: {readonly signal: AbortSignal},
): Promise<{readonly json: StatusThenJson; readonly text: string}> {
  useLogTimes(deployment)
  const isOpened = deployment.record.opened !== undefined
  const end = (isOpened ? await findLastLine(deployment) : undefined) ?? Date.now()
  const at = moment === undefined ? end : parseMoment(moment, end, 'last')
  const instances = await readStatusThen(deployment, at, {signal})
  const {plan} = deployment.record
  return {json: describeStatusThen(plan, at, instances), text: renderStatusThen(plan, at, instances)}
}
