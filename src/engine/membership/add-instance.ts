import {performance} from 'node:perf_hooks'
import type {AddReport} from '../../core/contract/membership-report.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import type {DeploymentStatus, InstanceStatus} from '../../core/status/status.ts'
import type {Upstream} from '../../core/topology/change-plan.ts'
import {formatAddress, hasHosts, hasLinks} from '../../core/topology/plan.ts'
import {joinCluster} from '../cluster/join.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {thisMachine} from '../host/this-machine.ts'
import {startInstances} from '../instances/start-instances.ts'
import {waitUntilJoined} from '../observe/wait-until-joined.ts'
import {appendJournal} from '../state/journal.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {notInTime} from '../time/wait-until-none.ts'
import {dropInstance} from './drop-instance.ts'
import {reserveInstance} from './reserve-instance.ts'

export interface AddOptions {
  /** Whose replica it is to be: a target, which stands for the master of its group. Without it: a master without slots. */
  readonly replicaOf?: string | undefined
  /** Milliseconds until it must be one of the others. @default 30 000 */
  readonly withinMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Adds an instance to a deployment that runs, and waits until it is one of the others: a replica, or in a cluster a
 * master without slots. When it cannot be, nothing is left of it.
 *
 * @throws RedislabError OPTION_INVALID, NOT_SUPPORTED, WRONG_STATE, PORT_TAKEN, CONFIG_REFUSED, SERVER_DIED, TIMED_OUT,
 * DEPLOYMENT_BUSY
 */
export async function addInstance(deployment: Deployment, options: AddOptions = {}): Promise<AddReport> {
  return deployment.exclusively(() => add(deployment, options), {signal: options.signal})
}

async function add(
  deployment: Deployment,
  {replicaOf, withinMs = 30_000, signal}: AddOptions,
): Promise<AddReport> {
  const at = new Date()
  const startedAt = performance.now()
  const status = await deployment.status({signal})
  const before = deployment.record
  checkAddable(status, before, replicaOf)
  const upstream = replicaOf === undefined ? undefined : await findUpstream(deployment, status, replicaOf)
  const {home, directory} = deployment
  const {instance, record} = await reserveInstance({home, directory}, before, {
    upstream,
    masters: mastersNow(status, before),
    signal,
  })
  try {
    const [pid = 0] = await startInstances(directory, record, [instance], {
      host: thisMachine,
      withinMs,
      signal,
    })
    if (record.plan.mode === 'cluster') await joinCluster(record, instance, {status, withinMs, signal})
    const unmet = await waitUntilJoined(record, [instance], {withinMs, signal})
    if (unmet.length > 0) {
      const suggestion = 'See how they are: redislab status'
      throw notInTime(`${instance.name} was not one of the others`, {withinMs, unmet, suggestion})
    }
    const role = upstream === undefined ? 'master' : 'replica'
    const facts = upstream === undefined ? {} : {replicaOf: upstream.name}
    await appendJournal(directory, at, {kind: 'instance-added', instance: instance.name, role, ...facts})
    const {name, masterName = ''} = instance
    return {
      added: {name, role, address: formatAddress(instance), pid, masterName, ...facts},
      readyMs: Math.round(performance.now() - startedAt),
      at: at.toISOString(),
    }
  } catch (error) {
    await dropInstance(directory, record, {instance, left: before.plan})
    throw error
  }
}

/** Of a group whose master nobody knows just now, that of the plan. */
function mastersNow({masters}: DeploymentStatus, {plan}: DeploymentRecord): readonly string[] {
  const known = new Map(masters.map(({name, instance}) => [name, instance]))
  return plan.masters.map(({name, instance}) => known.get(name) ?? instance)
}

function checkAddable(
  {mode, deployment, instances}: DeploymentStatus,
  {plan}: DeploymentRecord,
  replicaOf: string | undefined,
): void {
  if (hasLinks(plan)) {
    throw new RedislabError('NOT_SUPPORTED', `${deployment} has links, and add does not know these yet.`, {
      suggestions: [
        `Start it with all its instances: redislab up 1m3r3s --links${hasHosts(plan) ? ' --hosts …' : ''} --replace`,
      ],
    })
  }
  if (replicaOf === undefined && mode !== 'cluster') {
    throw new RedislabError(
      'OPTION_INVALID',
      '--replica-of is missing: only a cluster takes a master more, and here an instance that is added is a replica.',
      {suggestions: ['Say of whom: redislab add --replica-of master']},
    )
  }
  if (instances.some(({kind, state, problem}) => kind === 'redis' && state === 'running' && !problem)) return
  throw new RedislabError('WRONG_STATE', `No instance of ${deployment} answers: nobody could be joined.`, {
    suggestions: ['Bring them back: redislab start all'],
  })
}

/** The master of the group that a target belongs to, which a replica replicates from; outside a cluster anybody. */
async function findUpstream(
  deployment: Deployment,
  {mode, masters, instances}: DeploymentStatus,
  target: string,
): Promise<Upstream> {
  const found = (await deployment.resolve([target])).filter(({kind}) => kind === 'redis')
  const groups = new Set(found.map(({masterName}) => masterName))
  const [named] = found
  if (named === undefined || groups.size !== 1 || (mode !== 'cluster' && found.length > 1)) {
    throw new RedislabError('OPTION_INVALID', `--replica-of ${target} does not name one master.`, {
      suggestions: ['See who is: redislab status'],
    })
  }
  const {masterName = ''} = named
  const master = masters.find(({name}) => name === masterName)?.instance
  const upstream = mode === 'cluster' ? instances.find(({name}) => name === master) : named
  if (upstream !== undefined && isAnswering(upstream)) {
    if (mode === 'sentinel') refuseChain(upstream, master)
    return {name: upstream.name, masterName, isMaster: upstream.name === master}
  }
  const who = upstream === undefined ? `${masterName} has no master now` : `${upstream.name} does not answer`
  throw new RedislabError('WRONG_STATE', `${who}: nobody could replicate from it.`, {
    suggestions: ['See how it is: redislab status'],
  })
}

/** Sentinels ask the master alone for its replicas: they would never hear of a replica of a replica (sentinel.c: INFO). */
function refuseChain({name}: InstanceStatus, master: string | null | undefined): void {
  if (name === master) return
  throw new RedislabError(
    'WRONG_STATE',
    `${name} is ${master === null || master === undefined ? 'not the master' : 'a replica'} now: sentinels never hear of a replica of a replica.`,
    {suggestions: ['Add one of the master: redislab add --replica-of master']},
  )
}

function isAnswering({state, problem}: InstanceStatus): boolean {
  return state === 'running' && problem === undefined
}
