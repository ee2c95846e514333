import type {RemoveReport} from '../../core/contract/membership-report.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import type {Observations} from '../../core/status/observation.ts'
import type {DeploymentStatus, InstanceStatus} from '../../core/status/status.ts'
import type {Plan, PlannedInstance} from '../../core/topology/plan.ts'
import {countSlots, formatSlots} from '../../core/topology/slots.ts'
import {thisMachine} from '../host/this-machine.ts'
import {DeploymentObserver} from '../observe/observe-deployment.ts'
import {waitUntilJoined} from '../observe/wait-until-joined.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {Nodes} from './nodes.ts'

/**
 * Whether a node can leave its cluster: it has no slots, none on their way, and everybody who would have to forget it or
 * to replicate from another one can be told so.
 *
 * @throws RedislabError WRONG_STATE
 */
export async function checkCanLeave(
  record: DeploymentRecord,
  {instances, masters, deployment}: DeploymentStatus,
  {name, state}: InstanceStatus,
): Promise<void> {
  const refuse = (message: string, ...suggestions: readonly string[]) => {
    throw new RedislabError('WRONG_STATE', message, {suggestions, details: {instance: name}})
  }
  const others = instances.filter((it) => it.name !== name)
  const mute = others.find(
    (it) => it.state === 'paused' || (it.state === 'running' && it.problem !== undefined),
  )
  if (mute !== undefined) {
    const why = mute.state === 'paused' ? 'is paused' : `does not answer (${mute.problem})`
    const next = mute.state === 'paused' ? 'resume' : 'restart'
    refuse(
      `${mute.name} ${why}, and could not forget ${name}: it would bring it back.`,
      `First: redislab ${next} ${mute.name}`,
    )
  }
  if (!others.some((it) => it.clusterState !== undefined)) {
    refuse(
      `No other node of ${deployment} answers: nobody could forget ${name}.`,
      'Bring them back: redislab start all',
    )
  }
  using observer = new DeploymentObserver(thisMachine)
  const observations = await observer.observe(record)
  const slots = slotsOf(record.plan, name, observations)
  if (countSlots(slots) > 0) {
    const what = `${name} has ${countSlots(slots)} slots (${formatSlots(slots)})`
    if (state !== 'running')
      refuse(`${what} and is ${state}: nobody could take them over.`, `Bring it back: redislab start ${name}`)
    refuse(
      `${what}: it can be removed when others have them.`,
      `Move them, then remove it: redislab reshard --from ${name} --to all`,
      `Both at once: redislab remove ${name} --reshard`,
    )
  }
  const isOpen = masters.some(
    ({instance, shard}) => shard?.open.some(({other}) => instance === name || other === name) === true,
  )
  if (isOpen) {
    refuse(`${name} has slots that are half-way.`, 'Finish them: redislab reshard --finish')
  }
  const dead = replicasOf(record.plan, name, observations).find(
    (replica) => observations.get(replica.name)?.cluster === undefined,
  )
  if (dead !== undefined) {
    refuse(
      `${dead.name}, a replica of ${name}, does not run: it would look for ${name} when it comes back.`,
      `Remove it first: redislab remove ${dead.name}`,
      `Or bring it back: redislab start ${dead.name}`,
    )
  }
}

/** Their new master sends them all that it has. */
const movedWithinMs = 30_000

/**
 * CLUSTER REPLICATE for the replicas of a node that is about to leave: each goes to the master with slots that has the
 * fewest, as with `redis-cli --cluster del-node`.
 *
 * @throws RedislabError WRONG_STATE, TIMED_OUT
 */
export async function moveReplicas(
  record: DeploymentRecord,
  status: DeploymentStatus,
  {name}: InstanceStatus,
  {signal}: {readonly signal: AbortSignal | undefined},
): Promise<RemoveReport['replicas']> {
  const {plan} = record
  using observer = new DeploymentObserver(thisMachine)
  using nodes = new Nodes(record)
  const counts = new Map(
    status.masters.flatMap(({instance, shard}) =>
      instance === null || instance === name || (shard?.slotCount ?? 0) === 0
        ? []
        : [[instance, countReplicas(status, instance, name)] as const],
    ),
  )
  const moved: PlannedInstance[] = []
  for (const replica of replicasOf(plan, name, await observer.observe(record))) {
    signal?.throwIfAborted()
    const [least] = [...counts].toSorted(([, a], [, b]) => a - b)
    const master = plan.instances.find((it) => it.name === least?.[0])
    if (least === undefined || master === undefined) throw noMasterFor(replica)
    await nodes.call(replica, 'CLUSTER', 'REPLICATE', master.nodeId ?? '')
    counts.set(master.name, least[1] + 1)
    moved.push({...replica, replicaOf: master.name})
  }
  const [missing] = await waitUntilJoined(record, moved, {withinMs: movedWithinMs, signal})
  if (missing === undefined) return moved.map((it) => ({name: it.name, replicaOf: it.replicaOf ?? ''}))
  throw new RedislabError(
    'TIMED_OUT',
    `${moved.map((it) => it.name).join(' and ')} did not get another master within ${movedWithinMs} ms: ${missing}.`,
    {suggestions: ['See how they are: redislab status']},
  )
}

/** How many replicate from a master, but for the one that leaves. */
function countReplicas({instances}: DeploymentStatus, master: string, leaving: string): number {
  return instances.filter(({name, replicaOf}) => replicaOf === master && name !== leaving).length
}

/** The slots that a node has: in its own words, else as the others have it. */
function slotsOf(plan: Plan, name: string, observations: Observations) {
  const id = plan.instances.find((it) => it.name === name)?.nodeId
  const own = observations.get(name)?.cluster
  const views = own === undefined ? [...observations.values()].map(({cluster}) => cluster) : [own]
  const seen = views.map((view) => view?.nodes.find((node) => node.id === id)?.slots ?? [])
  return seen.find((slots) => slots.length > 0) ?? []
}

/** Those that anybody takes for a replica of a node. */
function replicasOf(plan: Plan, name: string, observations: Observations): readonly PlannedInstance[] {
  const id = plan.instances.find((it) => it.name === name)?.nodeId
  const ids = new Set(
    [...observations.values()].flatMap(({cluster}) =>
      (cluster?.nodes ?? []).filter(({masterId}) => masterId === id).map((node) => node.id),
    ),
  )
  return plan.instances.filter((it) => it.name !== name && ids.has(it.nodeId ?? ''))
}

function noMasterFor({name}: PlannedInstance): RedislabError {
  return new RedislabError('WRONG_STATE', `${name} would have no master to replicate from.`, {
    suggestions: ['See who has slots: redislab status'],
  })
}
