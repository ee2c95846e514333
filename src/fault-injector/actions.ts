import {constants} from 'node:os'
import {RedislabError} from '../core/errors/errors.ts'
import type {DeploymentStatus, MasterStatus} from '../core/status/status.ts'
import {expandSlots} from '../core/topology/slots.ts'
import {reshard} from '../engine/cluster/reshard.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {waitUntilSettled} from '../engine/deployment/settled.ts'
import {sleep, waitFor} from '../engine/time/wait.ts'
import {type ActionParameters, type ActionRequest, parametersSchema} from './action-shapes.ts'
import type {Database} from './database.ts'
import type {Databases} from './databases.ts'
import {endpointOf} from './endpoints.ts'

interface ActionContext {
  readonly databases: Databases
  readonly signal: AbortSignal
}

type Action = (parameters: ActionParameters, context: ActionContext) => Promise<unknown>

/** Milliseconds for a deployment to come to rest after a fault. Suites wait for an action for one to two minutes. */
const withinMs = 50_000

/** How many slots a migration moves. */
const slotsMoved = 100

/** What can be done to a deployment of open-source servers, by the names that suites use. */
const actions: Readonly<Record<string, Action>> = {
  create_database: async ({database_config}, {databases}) => {
    if (database_config === undefined) throw lacks('database_config')
    return endpointOf(await databases.create(database_config))
  },
  delete_database: async ({bdb_id, delete_all}, {databases}) =>
    deleteAll(delete_all ? idsOfOurs(databases) : [bdb_id ?? databases.get(undefined).id], databases),
  // Suites begin with it: what they have made goes, and what was there before comes to rest.
  reset_cluster: async (_, {databases, signal}) => {
    const deleted = await deleteAll(idsOfOurs(databases), databases)
    for (const {deployment} of databases.all()) await settle(deployment, signal)
    return deleted
  },
  failover: async ({bdb_id}, {databases, signal}) => {
    const {deployment} = databases.get(bdb_id)
    const status = await deployment.status({signal})
    // A suite names a database, and no shard: the first one that can fail over.
    const shard = status.masters.find((master) => findReplica(status, master) !== undefined)
    const replica = shard && findReplica(status, shard)
    if (shard === undefined || replica === undefined)
      throw new RedislabError('WRONG_STATE', 'There is no replica that runs and could take over.')
    const target = status.mode === 'cluster' ? [replica] : []
    await deployment.inject({kind: 'failover'}, target, {signal})
    await waitForAnother(deployment, shard, signal)
    return settle(deployment, signal)
  },
  shard_failure: async ({bdb_id, shard_id = 1, signal: number}, {databases, signal}) => {
    const {deployment} = databases.get(bdb_id)
    const master = findShard(await deployment.status({signal}), shard_id)
    return failAndReturn(deployment, master.instance, {signal, by: nameSignal(number)})
  },
  node_failure: async ({bdb_id, node_id = 1, method}, {databases, signal}) => {
    const {deployment} = databases.get(bdb_id)
    const name = `n${node_id}`
    if (method === 'reboot') return failAndReturn(deployment, name, {signal, by: 'SIGKILL'})
    await deployment.inject(
      method === 'start' ? {kind: 'start'} : {kind: 'kill', signal: 'SIGKILL'},
      [name],
      {signal},
    )
    return method === 'start' ? settle(deployment, signal) : {[method]: name}
  },
  network_failure: async ({bdb_id, delay}, {databases, signal}) => {
    const {deployment} = databases.get(bdb_id)
    // Nothing is answered, and no connection is closed: so it looks from a client when a network loses everything.
    await using _frozen = await deployment.inject({kind: 'pause'}, await runningData(deployment, signal), {
      signal,
    })
    await sleep(delay * 1000, signal)
    return {seconds: delay}
  },
  proxy_failure: async ({bdb_id, action}, {databases, signal}) => {
    const database = databases.get(bdb_id)
    if (database.door !== undefined) database.door.isOpen = action !== 'stop'
    else if (action !== 'restart') throw noProxy(database, action)
    if (action === 'restart') await cutClients(database, signal)
    return {proxy: action}
  },
  dmc_restart: async ({bdb_id}, {databases, signal}) => {
    await cutClients(databases.get(bdb_id), signal)
    return {proxy: 'restart'}
  },
  reshard: moveSlots,
  migrate: moveSlots,
  slot_migrate: moveSlots,
  sequence_of_actions: async ({actions: parts = []}, context) => {
    const outputs: unknown[] = []
    for (const {type, params, parameters} of parts)
      outputs.push(await runAction({type, parameters: params ?? parameters ?? {}}, context))
    return outputs
  },
}

export const actionTypes: readonly string[] = Object.keys(actions)

/**
 * Does an action, and waits until the deployment has come to rest.
 *
 * @returns what is answered as its `output`
 * @throws RedislabError NOT_SUPPORTED for an action that needs another product than an open-source server, OPTION_INVALID,
 * TARGET_NOT_FOUND, TIMED_OUT, and what the faults throw
 */
export async function runAction({type, parameters}: ActionRequest, context: ActionContext): Promise<unknown> {
  const action = Object.hasOwn(actions, type) ? actions[type] : undefined
  if (action === undefined)
    throw new RedislabError('NOT_SUPPORTED', `An open-source server has no ${type}.`, {
      suggestions: [`There is: ${actionTypes.join(', ')}.`],
    })
  const read = parametersSchema.safeParse(parameters)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new RedislabError(
      'OPTION_INVALID',
      `${type}: parameters.${issue?.path.join('.')}: ${issue?.message}.`,
    )
  }
  return action(read.data, context)
}

function idsOfOurs(databases: Databases): readonly number[] {
  return databases
    .all()
    .filter(({isOurs}) => isOurs)
    .map(({id}) => id)
}

async function deleteAll(ids: readonly number[], databases: Databases): Promise<unknown> {
  for (const id of ids) await databases.delete(id)
  return {deleted: ids}
}

function lacks(parameter: string): RedislabError {
  return new RedislabError('OPTION_INVALID', `parameters.${parameter} is missing.`)
}

function noProxy({id}: Database, action: string): RedislabError {
  return new RedislabError(
    'NOT_SUPPORTED',
    `Database ${id} is a cluster: there is no proxy before it to ${action}.`,
    {
      suggestions: ['"restart" closes the connections of all clients.'],
    },
  )
}

/** As a proxy that restarts: all connections of clients are closed, and clients may come back at once. */
async function cutClients({door, deployment}: Database, signal: AbortSignal): Promise<void> {
  if (door !== undefined) door.cut()
  else {
    const names = await runningData(deployment, signal)
    await deployment.inject({kind: 'disconnect', types: ['normal', 'pubsub']}, names, {signal})
  }
}

async function runningData(deployment: Deployment, signal: AbortSignal): Promise<readonly string[]> {
  const {instances} = await deployment.status({signal})
  return instances.filter(({kind, state}) => kind === 'redis' && state === 'running').map(({name}) => name)
}

async function settle(deployment: Deployment, signal: AbortSignal) {
  const {masters} = await waitUntilSettled(deployment, {withinMs, signal})
  return {masters: masters.map(({name, instance, address}) => ({name, instance, address}))}
}

/** Ends an instance, waits until another one has taken its place where one can, starts it again, and waits for rest. */
async function failAndReturn(
  deployment: Deployment,
  name: string | null,
  {signal, by}: {readonly signal: AbortSignal; readonly by: NodeJS.Signals},
) {
  if (name === null) throw new RedislabError('WRONG_STATE', 'The shard has no master now.')
  const before = await deployment.status({signal})
  const group = before.masters.find(({instance}) => instance === name)
  await deployment.inject({kind: 'kill', signal: by}, [name], {signal})
  if (group !== undefined && findReplica(before, group) !== undefined)
    await waitForAnother(deployment, group, signal)
  await deployment.inject({kind: 'start'}, [name], {signal})
  return settle(deployment, signal)
}

/** Waits until a group has another master than it had. @throws RedislabError TIMED_OUT */
async function waitForAnother(
  deployment: Deployment,
  {name, instance: before}: MasterStatus,
  signal: AbortSignal,
): Promise<void> {
  using observer = deployment.observer()
  const another = await waitFor(
    async () => {
      const {masters} = await deployment.statusBy(observer, {signal})
      const now = masters.find((master) => master.name === name)?.instance ?? before
      return now === before ? undefined : now
    },
    {withinMs, everyMs: 50, signal},
  )
  if (another !== undefined) return
  throw new RedislabError('TIMED_OUT', `No replica of ${before} took over within ${withinMs / 1000} s.`, {
    suggestions: ['redislab explain says why.'],
  })
}

function findShard({masters}: DeploymentStatus, number: number): MasterStatus {
  const shard = masters[number - 1]
  if (shard !== undefined) return shard
  throw new RedislabError('TARGET_NOT_FOUND', `There is no shard ${number}.`, {
    suggestions: [`There are ${masters.length}, from 1 on.`],
  })
}

/** A running replica of a master. */
function findReplica({instances}: DeploymentStatus, {name}: MasterStatus): string | undefined {
  const replica = instances.find(
    ({role, state, masterName}) => role === 'replica' && state === 'running' && masterName === name,
  )
  return replica?.name
}

function nameSignal(number: number | undefined): NodeJS.Signals {
  if (number === undefined) return 'SIGKILL'
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0]
  if (name !== undefined) return name as NodeJS.Signals
  throw new RedislabError('OPTION_INVALID', `parameters.signal: there is no signal ${number}.`)
}

/** Some slots of the first shard go to the second one. */
async function moveSlots({bdb_id}: ActionParameters, {databases, signal}: ActionContext) {
  const {deployment} = databases.get(bdb_id)
  const {masters, mode} = await deployment.status({signal})
  const [from, to] = masters
  if (mode !== 'cluster' || from?.shard === undefined || to?.instance == null)
    throw new RedislabError(
      'NOT_SUPPORTED',
      'Slots are moved in a cluster, from its first shard to its second.',
    )
  const slots = expandSlots(from.shard.slots).slice(0, slotsMoved)
  const {keys} = await reshard(deployment, {slots, to: to.instance, signal})
  return {slots: slots.length, keys, from: from.instance, to: to.instance}
}
