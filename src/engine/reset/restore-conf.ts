import {copyFile, readdir, rm, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {aclFile, filesOf} from '../../core/config/files.ts'
import {renderNodesConf} from '../../core/config/nodes-conf.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import {unwritable} from '../state/home.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/** Gives an instance the conf back that it began with. */
export async function restoreConf(directory: string, instance: PlannedInstance): Promise<void> {
  const rendered = path.join(directory, 'rendered', `${instance.name}.conf`)
  try {
    await copyFile(rendered, path.join(instanceDirectory(directory, instance.name), filesOf(instance).conf))
  } catch (error) {
    throw unwritable(directory, error)
  }
}

/** Leaves of the folder of an instance what it had before its first start, and its logs. The instance must have ended. */
export async function restoreFolder(
  directory: string,
  record: DeploymentRecord,
  instance: PlannedInstance,
): Promise<void> {
  const folder = instanceDirectory(directory, instance.name)
  const {log, output} = filesOf(instance)
  try {
    const names = await readdir(folder)
    const old = names.filter((name) => name !== log && name !== output)
    await Promise.all(old.map((name) => rm(path.join(folder, name), {recursive: true, force: true})))
    if (record.acl !== undefined && instance.kind === 'redis')
      await writeFile(path.join(folder, aclFile), record.acl.file, {mode: 0o600})
    if (record.plan.mode === 'cluster') {
      const nodes = renderNodesConf(record.plan, instance, record.server)
      await writeFile(path.join(folder, 'nodes.conf'), nodes, {mode: 0o600})
    }
  } catch (error) {
    throw unwritable(directory, error)
  }
  await restoreConf(directory, instance)
}
