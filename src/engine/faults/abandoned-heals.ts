import type {AbandonedHeal} from '../../core/status/status.ts'
import type {Host} from '../host/host.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/** What healers were to undo that have ended before they did. */
export async function findAbandonedHeals(
  host: Host,
  {healers, links}: DeploymentRecord,
): Promise<readonly AbandonedHeal[]> {
  const ofInstances = await Promise.all(
    healers.map(async ({process, heals = {}, at}): Promise<readonly AbandonedHeal[]> => {
      if ((await host.look(process)) !== undefined) return []
      const kinds = [...new Set(Object.values(heals).map(({kind}) => kind))]
      return kinds.map((by) => ({
        instances: Object.keys(heals).filter((name) => heals[name]?.kind === by),
        by,
        at,
      }))
    }),
  )
  const ofLinks = await Promise.all(
    (links?.healers ?? []).map(async ({process, parts, at}): Promise<readonly AbandonedHeal[]> => {
      const isAbandoned = parts.length > 0 && (await host.look(process)) === undefined
      return isAbandoned ? [{instances: [], by: 'heal', at}] : []
    }),
  )
  return [...ofInstances, ...ofLinks].flat()
}
