import {type InstanceThen, momentOf} from '../../core/picture/moment.ts'
import {PictureFold} from '../../core/picture/picture-fold.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {openTimeline} from './open-timeline.ts'

/** What each instance of a deployment was at a moment, by its logs and by what redislab did: nobody is asked. */
export async function readStatusThen(
  deployment: Deployment,
  at: number,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<readonly InstanceThen[]> {
  const {plan} = deployment.record
  const fold = new PictureFold(plan)
  const {batches} = await openTimeline(deployment, {untilMs: at, everything: true, signal})
  for await (const batch of batches) {
    signal?.throwIfAborted()
    for (const entry of batch) fold.push(entry)
  }
  return momentOf(plan, fold.until(at + 1), at)
}
