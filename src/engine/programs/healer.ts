/**
 * The program behind `--for`: waits until the time has come, and undoes what still waits for it, as the deployment's
 * record says by then. It does nothing when the deployment is gone or something else was done meanwhile.
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
  const mine = deployment.record.healers.find((healer) => healer.process.pid === process.pid)
  for (const [instance, heal] of Object.entries(mine?.heals ?? {})) {
    await deployment.inject(heal, [instance], {isHeal: true}).catch(ignoreMoot)
  }
  const parts = mine?.parts ?? []
  if (parts.length > 0) await deployment.inject({kind: 'heal', parts}, [], {isHeal: true})
} catch (error) {
  ignoreMoot(error)
}

/** Somebody was faster: it is healed already, or there is nothing left to heal. */
function ignoreMoot(error: unknown): void {
  if (hasErrorCode(error, 'WRONG_STATE') || hasErrorCode(error, 'DEPLOYMENT_NOT_FOUND')) return
  throw error
}
