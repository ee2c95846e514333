import type {DeploymentStatus} from '../../core/status/status.ts'
import {sleep} from '../time/wait.ts'
import type {Deployment} from './deployment.ts'

/**
 * The status again and again (of a deployment that runs elsewhere no more often than each second), over connections that are kept, until `signal`
 * is aborted.
 */
export async function* watchStatus(
  deployment: Deployment,
  {signal, everyMs = deployment.access === undefined ? 250 : 1000}: {signal: AbortSignal; everyMs?: number},
): AsyncGenerator<DeploymentStatus> {
  using observer = deployment.observer()
  while (true) {
    yield await deployment.statusBy(observer, {signal})
    await sleep(everyMs, signal)
  }
}
