import type {AbandonedHeal} from '../../core/status/status.ts'
import type {Host} from '../host/host.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/** What healers were to undo that have ended before they did. */
export async function findAbandonedHeals(
  host: Host,
  {healers}: DeploymentRecord,
): Promise<readonly AbandonedHeal[]> {
  const abandoned = await Promise.all(
    healers.map(async ({process, heals, parts, at}): Promise<readonly AbandonedHeal[]> => {
      if ((await host.look(process)) !== undefined) return []
      const kinds = [...new Set(Object.values(heals).map(({kind}) => kind))]
      const instancesBy = (by: AbandonedHeal['by']) =>
        Object.keys(heals).filter((name) => heals[name]?.kind === by)
      const ofInstances = kinds.map((by) => ({instances: instancesBy(by), by, at}))
      return parts.length === 0 ? ofInstances : [...ofInstances, {instances: [], by: 'heal', at}]
    }),
  )
  return abandoned.flat()
}
