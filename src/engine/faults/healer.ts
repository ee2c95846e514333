/**
 * The program behind `--for`: waits until the time has come, and undoes a fault at those instances that still wait for
 * it. It does nothing when the deployment is gone or somebody did something else to them meanwhile.
 *
 * Arguments: state folder, deployment, fault that heals, time (ISO 8601).
 */
import process from 'node:process'
import {setTimeout as delay} from 'node:timers/promises'
import {hasErrorCode} from '../../core/errors.ts'
import type {healOf} from '../../core/faults.ts'
import {findDeployment} from '../deployment.ts'

const [home = '', name = '', kind, at = ''] = process.argv.slice(2)
await delay(Math.max(0, Date.parse(at) - Date.now()))
try {
  const deployment = await findDeployment(name, {home})
  const mine = deployment.record.healers.find((healer) => healer.process.pid === process.pid)
  for (const instance of mine?.instances ?? []) {
    await deployment.inject({kind: kind as ReturnType<typeof healOf>}, [instance]).catch(ignoreMoot)
  }
} catch (error) {
  ignoreMoot(error)
}

/** Somebody was faster: it is healed already, or there is nothing left to heal. */
function ignoreMoot(error: unknown): void {
  if (hasErrorCode(error, 'WRONG_STATE') || hasErrorCode(error, 'DEPLOYMENT_NOT_FOUND')) return
  throw error
}
