import type {LinksStatus} from '../../core/status/status.ts'
import type {Host} from '../host/host.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/** How the links of a deployment are; undefined when it has none. */
export async function lookAtLinks(
  host: Host,
  {links, plan, processes}: DeploymentRecord,
): Promise<LinksStatus | undefined> {
  if (links === undefined) return undefined
  const {process: identity, rules} = links
  const facts = identity === null ? undefined : await host.look(identity)
  if (facts !== undefined) {
    const state = facts.state === 'paused' ? 'paused' : 'running'
    return {up: state === 'running', relay: {pid: facts.pid, state}, rules: rules as LinksStatus['rules']}
  }
  const wasStopped = plan.instances.every(({name}) => processes[name]?.stopped)
  return {
    up: false,
    relay: {pid: null, state: wasStopped ? 'stopped' : 'dead'},
    rules: rules as LinksStatus['rules'],
  }
}
