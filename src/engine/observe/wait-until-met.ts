import type {Observations} from '../../core/status/observation.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import type {WaitOptions} from '../time/wait.ts'
import {waitUntilNone} from '../time/wait-until-none.ts'
import {FirstBytes} from './first-bytes.ts'
import type {DeploymentObserver} from './observe-deployment.ts'

interface MetOptions extends WaitOptions {
  readonly observer: DeploymentObserver
}

/** Looks at a deployment until nothing is missing; sends the first bytes meanwhile. Returns what was missing at last. */
export async function waitUntilMet(
  record: DeploymentRecord,
  findUnmet: (observations: Observations) => readonly string[],
  {observer, ...options}: MetOptions,
): Promise<readonly string[]> {
  const firstBytes = new FirstBytes()
  return waitUntilNone(async () => {
    const observations = await observer.observe(record)
    const unmet = findUnmet(observations)
    if (unmet.length > 0) await firstBytes.send(record, observations)
    return unmet
  }, options)
}
