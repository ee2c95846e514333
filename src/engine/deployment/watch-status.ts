import type {DeploymentStatus} from '../../core/status/status.ts'
import {sleep} from '../time/wait.ts'
import type {Deployment} from './deployment.ts'

/** The status again and again, over connections that are kept, until `signal` is aborted. */
export async function* watchStatus(
  deployment: Deployment,
  {signal, everyMs = 250}: {signal: AbortSignal; everyMs?: number},
): AsyncGenerator<DeploymentStatus> {
  using observer = deployment.observer()
  while (true) {
    yield await deployment.statusBy(observer, {signal})
    await sleep(everyMs, signal)
  }
}
