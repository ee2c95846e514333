import {rm} from 'node:fs/promises'
import type {Plan, PlannedInstance} from '../../core/topology/plan.ts'
import {forgetNode} from '../cluster/forget.ts'
import {thisMachine} from '../host/this-machine.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import {endInstance} from '../instances/take-down.ts'
import {renderedConf} from '../instances/write-confs.ts'
import {removeDirectory} from '../state/home.ts'
import {writeRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/**
 * Takes an instance out of a deployment: what runs in its folder is ended, the nodes of a cluster forget it, its folder is
 * removed, and then it is taken off the record. Killed at whatever moment before that, it is still there to be removed.
 */
export async function dropInstance(
  directory: string,
  record: DeploymentRecord,
  {instance, left}: {readonly instance: PlannedInstance; readonly left: Plan},
): Promise<void> {
  const {name} = instance
  await endInstance(thisMachine, directory, record, name)
  if (record.plan.mode === 'cluster') await forgetNode(directory, record, instance)
  await removeDirectory(instanceDirectory(directory, name))
  await rm(renderedConf(directory, name), {force: true})
  const {[name]: _, ...processes} = record.processes
  await writeRecord(directory, {...record, plan: left, processes, healers: healersWithout(record, name)})
}

/** What waits to be undone at it is not there any more. A healer that has nothing left to do ends by itself. */
function healersWithout({healers}: DeploymentRecord, name: string): DeploymentRecord['healers'] {
  return healers.map(({heals: {[name]: _, ...heals}, ...healer}) => ({...healer, heals}))
}
