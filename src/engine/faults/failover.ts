import {RedislabError} from '../../core/errors/errors.ts'
import {messageOf} from '../../core/errors/message-of.ts'
import type {DeploymentStatus, InstanceStatus} from '../../core/status/status.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'
import {isReply} from '../redis/is-reply.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/**
 * Which instances a failover replaces: the master of each group that a target belongs to, or, with no target, of the
 * only group there is. Where a group has no master now, the instance that was named or planned stands for it.
 *
 * @throws RedislabError TARGET_AMBIGUOUS, OPTION_INVALID
 */
export function findReplaced(
  {instances, masters}: DeploymentStatus,
  {plan}: DeploymentRecord,
  named: readonly InstanceStatus[],
): readonly InstanceStatus[] {
  const [first, second] = masters
  if (named.length === 0 && second !== undefined) {
    throw new RedislabError('TARGET_AMBIGUOUS', `There are ${masters.length} masters to choose from.`, {
      suggestions: [`Say which: ${masters.map(({name}) => `${name}/master`).join(', ')}.`],
    })
  }
  const sentinel = named.find(({kind}) => kind === 'sentinel')
  if (sentinel !== undefined) {
    throw new RedislabError('OPTION_INVALID', `${sentinel.name} is a sentinel, and no master's group.`, {
      suggestions: ['Name a master or one of its replicas; without a target it is the only master.'],
    })
  }
  const groups = named.length === 0 ? [first?.name] : [...new Set(named.map(({masterName}) => masterName))]
  return groups.flatMap((group) => {
    const live = masters.find(({name}) => name === group)?.instance
    const planned = plan.masters.find(({name}) => name === group)?.instance
    const standIn = named.find(({masterName}) => masterName === group)?.name ?? planned
    const name = live ?? standIn
    return instances.filter((instance) => instance.name === name)
  })
}

/**
 * SENTINEL FAILOVER through the first sentinel that answers. Returns its name.
 *
 * @param isCoordinated the sentinel has the master hand over by FAILOVER: no write is lost (Valkey 9)
 * @throws RedislabError WRONG_STATE with Redis's words, or when no sentinel answers
 */
export async function askForFailover(
  record: DeploymentRecord,
  instance: PlannedInstance,
  isCoordinated = false,
): Promise<string> {
  const {plan, processes} = record
  const group = instance.masterName ?? ''
  const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel')
  if (sentinels.length === 0) throw withoutSentinels(group)
  const problems: string[] = []
  for (const sentinel of sentinels.filter(({name}) => processes[name]?.process != null)) {
    try {
      using connection = await Connection.open(endpointOf(sentinel, record))
      await connection.call('SENTINEL', 'FAILOVER', group, ...(isCoordinated ? ['COORDINATED'] : []))
      return sentinel.name
    } catch (error) {
      if (isReply(error) && /^(INPROG|NOGOODSLAVE)/.test(error.message)) {
        throw refused(sentinel.name, group, error)
      }
      problems.push(`${sentinel.name}: ${messageOf(error)}`)
    }
  }
  throw new RedislabError('WRONG_STATE', `No sentinel of ${plan.name} could be asked for a failover.`, {
    suggestions: [
      'Bring one back: redislab start sentinels, or redislab resume sentinels',
      ...problems.slice(0, 3),
    ],
    details: {masterName: group, problems},
  })
}

function withoutSentinels(group: string): RedislabError {
  return new RedislabError(
    'WRONG_STATE',
    `This deployment has no sentinels, which would fail ${group || 'its master'} over.`,
    {
      suggestions: [
        'Promote a replica by hand: redislab cli replica -- REPLICAOF NO ONE',
        'Start one that is watched: redislab up 1m2r3s --replace',
      ],
    },
  )
}

function refused(sentinel: string, group: string, error: Error): RedislabError {
  const isUnderWay = error.message.startsWith('INPROG')
  return new RedislabError('WRONG_STATE', `${sentinel} refused to fail ${group} over: ${error.message}`, {
    suggestions: isUnderWay
      ? [
          'A failover of this master is under way. Wait for it: redislab status --wait 30s',
          'One that cannot end is given up after failover-timeout.',
        ]
      : [
          'No replica can be promoted: each is down, cut off, too far behind, or has replica-priority 0.',
          'See how they are: redislab status',
        ],
    details: {sentinel, masterName: group, reply: error.message},
    cause: error,
  })
}
