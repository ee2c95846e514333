import type {ClusterDetails} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'

/** Which nodes said that they serve nothing (cluster_state:fail), and until when. */
export function findStopped({evidence, at}: Incident): ClusterDetails['stopped'] {
  const stopped: {node: string; fromMs: number; toMs: number | null}[] = []
  for (const {kind, instance, fields, at: time} of evidence) {
    if (kind !== 'cluster-state-changed' || instance === null) continue
    const open = stopped.findLast(({node, toMs}) => node === instance && toMs === null)
    if (fields['state'] === 'ok') {
      if (open !== undefined) open.toMs = time - at
    } else if (open === undefined) stopped.push({node: instance, fromMs: time - at, toMs: null})
  }
  return stopped
}
