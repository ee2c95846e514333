/**
 * The program that a watcher becomes when the owner of its deployment has ended: it takes the deployment down. It does
 * nothing when the deployment is gone, or another one has its name.
 *
 * Arguments: state folder, deployment; where the owner is not known to have ended: its pid and when it started.
 */
import process from 'node:process'
import {hasErrorCode} from '../../core/errors/errors.ts'
import {removeDeployment} from '../deployment/remove-deployment.ts'
import {thisMachine} from '../host/this-machine.ts'
import {runDirectoryOf} from '../state/deployment-name.ts'
import {readRecord} from '../state/record.ts'
import {sleep} from '../time/wait.ts'

const [home = '', name = '', pid, startedAt = ''] = process.argv.slice(2)
if (pid !== undefined) {
  const owner = {pid: Number(pid), startedAt}
  while ((await isOurs()) && (await thisMachine.look(owner)) !== undefined) await sleep(500)
}
// A process that changes it now is the owner's, and may take its time.
while (await isOurs()) {
  try {
    await removeDeployment(home, name)
  } catch (error) {
    if (!hasErrorCode(error, 'DEPLOYMENT_BUSY')) throw error
  }
}

async function isOurs(): Promise<boolean> {
  const record = await readRecord(runDirectoryOf(home, name))
  return record?.watcher?.pid === process.pid
}
