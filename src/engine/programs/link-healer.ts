/**
 * The program behind `partition --for` and `delay --for`: waits until the time has come, and heals those links that
 * still wait for it. It does nothing when the deployment is gone or somebody did something else to them meanwhile.
 *
 * Arguments: state folder, deployment, time (ISO 8601).
 */
import process from 'node:process'
import {hasErrorCode} from '../../core/errors/errors.ts'
import {findDeployment} from '../deployment/deployment.ts'
import {sleepUntil} from '../time/wait.ts'

const [home = '', name = '', at = ''] = process.argv.slice(2)
await sleepUntil(Date.parse(at))
try {
  const deployment = await findDeployment(name, {home})
  const healers = deployment.record.links?.healers ?? []
  const mine = healers.find((healer) => healer.process.pid === process.pid)
  if (mine !== undefined) await deployment.inject({kind: 'heal', parts: mine.parts}, [], {isHeal: true})
} catch (error) {
  // Somebody was faster: it is healed already, or there is nothing left to heal.
  if (!hasErrorCode(error, 'WRONG_STATE') && !hasErrorCode(error, 'DEPLOYMENT_NOT_FOUND')) throw error
}
