import {readFile} from 'node:fs/promises'
import {type InitialValue, initialValues} from '../../core/timeline/incidents/initial-values.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {renderedConf} from '../instances/write-confs.ts'

/** What every instance began with, by its conf as it was rendered: --set and templates may say otherwise than the plan. */
export async function readInitialValues(directory: string, plan: Plan): Promise<readonly InitialValue[]> {
  const confs = await Promise.all(
    plan.instances.map(async ({name}): Promise<readonly [string, string] | undefined> => {
      try {
        return [name, await readFile(renderedConf(directory, name), 'utf8')]
      } catch {
        // Removed, or not to be read: then the plan says it.
        return undefined
      }
    }),
  )
  return initialValues(plan, new Map(confs.filter((conf) => conf !== undefined)))
}
