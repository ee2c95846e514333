import {RedislabError} from '../../core/errors/errors.ts'
import {unknownHosts} from '../../core/links/host-links.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {askRelay} from './control.ts'

/**
 * Finds out whether the relay knows the instances on other hosts, now that all have spoken to each other: where something
 * between gives their connections another address, they would count as clients, and no cut would reach them.
 *
 * @throws RedislabError NOT_SUPPORTED
 */
export async function checkCallers(
  directory: string,
  {links, plan}: Pick<DeploymentRecord, 'links' | 'plan'>,
): Promise<void> {
  if (links === undefined || plan.instances.every(({onHost}) => onHost === undefined)) return
  const reply = await askRelay(directory, {do: 'look'})
  const [unknown] = reply.ok ? unknownHosts(plan, reply.callers) : []
  if (unknown === undefined) return
  throw new RedislabError(
    'NOT_SUPPORTED',
    `--links with --hosts: what ${unknown.name} sends does not come from its address ${unknown.address}, so its links cannot be told apart.`,
    {
      suggestions: [
        `Say from which address it comes, where it has that one too: --hosts ${unknown.name}=10.0.0.2`,
        'Or leave --links out: redislab kill host:NAME is the loss of a host.',
      ],
      details: {host: unknown.name, address: unknown.address},
    },
  )
}
