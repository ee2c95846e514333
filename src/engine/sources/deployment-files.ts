import {stat} from 'node:fs/promises'
import path from 'node:path'
import {filesOf} from '../../core/config/files.ts'
import type {Plan} from '../../core/topology/plan.ts'

/** The files of a deployment that redislab runs which say how it is and what happened: confs, logs, nodes.conf. */
export async function listDeploymentFiles(directory: string, {instances}: Plan): Promise<readonly string[]> {
  const candidates = instances.flatMap((instance) => {
    const {conf, log} = filesOf(instance)
    return [conf, log, 'nodes.conf'].map((file) => path.join(directory, instance.name, file))
  })
  const isThere = await Promise.all(
    candidates.map((file) =>
      stat(file).then(
        (facts) => facts.isFile(),
        () => false,
      ),
    ),
  )
  return candidates.filter((_, index) => isThere[index])
}
