import {RedislabError} from '../../core/errors/errors.ts'
import type {InstanceStatus} from '../../core/status/status.ts'
import {type Asked, askInstance} from '../redis/ask-instance.ts'
import {requireFeature} from '../servers/require-feature.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {setDirectives} from './command-faults.ts'

const directive = 'shutdown-on-sigterm'

/**
 * Whether masters of a cluster can hand over as they shut down.
 *
 * @throws RedislabError SERVER_LACKS, OPTION_INVALID when it is no cluster, WRONG_STATE when one of them is no master that runs
 */
export function checkHandOver(instances: readonly InstanceStatus[], {server, plan}: DeploymentRecord): void {
  if (plan.mode !== 'cluster') {
    throw new RedislabError('OPTION_INVALID', `A stop with failover is for masters of a cluster.`, {
      suggestions: ['Fail over first, and stop then: redislab failover'],
    })
  }
  requireFeature('shutdownFailover', server, {
    what: 'failover at shutdown (shutdown-on-sigterm failover)',
    topology: 'up 3m3r --cluster',
  })
  for (const {name, role, state} of instances) {
    if (role === 'master' && state === 'running') continue
    const why = state === 'running' ? `it is a ${role}, which has nothing to hand over` : `it is ${state}`
    throw new RedislabError('WRONG_STATE', `${name} cannot be stopped with a failover: ${why}.`, {
      suggestions: ['Name a master that runs: redislab stop shard:1/master --failover'],
      details: {instance: name, role, state},
    })
  }
}

/**
 * Sets `shutdown-on-sigterm failover`, beside what it says already. CONFIG SET alone: the conf file says what it said.
 *
 * @throws RedislabError CONFIG_REFUSED, WRONG_STATE
 */
export async function handOverAtShutdown(asked: Asked): Promise<void> {
  const reply = await askInstance(asked, (connection) => connection.call('CONFIG', 'GET', directive))
  const words = (Array.isArray(reply) ? String(reply[1] ?? '') : '').split(' ')
  const kept = words.filter((word) => word !== '' && word !== 'default' && word !== 'failover')
  await setDirectives(asked, [{name: directive, value: [...kept, 'failover'].join(' ')}])
}
