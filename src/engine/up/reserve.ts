import {createHash, randomBytes} from 'node:crypto'
import {lstat} from 'node:fs/promises'
import os from 'node:os'
import process from 'node:process'
import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import {quoteForShell} from '../../core/text/quote-for-shell.ts'
import {loopbackAddress, loopbackBlocks} from '../../core/topology/loopback.ts'
import {
  busPortOffset,
  makePlan,
  type Plan,
  type PlannedInstance,
  portsOf,
  type Settings,
} from '../../core/topology/plan.ts'
import {findFreeBlock, usualPorts} from '../../core/topology/ports.ts'
import type {PlannedHost} from '../../core/topology/spread.ts'
import type {Topology} from '../../core/topology/topology.ts'
import type {ServerInfo} from '../../core/words.ts'
import {makeCertificates} from '../certificates/make-certificates.ts'
import {makePrivateFolder} from '../files/make-folder.ts'
import {isListenedOn} from '../host/ports.ts'
import {portTaken} from '../instances/diagnose.ts'
import {findUnrecorded} from '../instances/unrecorded.ts'
import {runDirectoryOf} from '../state/deployment-name.ts'
import {removeDirectory, unwritable} from '../state/home.ts'
import {takeLock} from '../state/lock.ts'
import {readRecord, writeRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {enterRegister} from '../state/register.ts'
import {isRunDirectory} from '../state/run-directories.ts'
import {linkRefused} from '../state/unreadable.ts'
import type {ChosenAccess} from './access.ts'
import {checkFree, listOthers, type Other, ownersOf} from './owned-ports.ts'

/** Where the ports of this user begin when none is asked for. */
export function ownUsualPorts() {
  return usualPorts(process.geteuid?.() ?? 0)
}

export interface PlanRequest {
  readonly name: string
  readonly topology: Topology
  readonly host: string
  /** Other hosts that were asked for, by name; those that were given no address are asked for it. */
  readonly wantedHosts?: readonly {readonly name: string; readonly address: string | undefined}[] | undefined
  /** The same with their addresses. */
  readonly hosts?: readonly PlannedHost[] | undefined
  /** With other hosts and links: the address of this machine at which they reach the relay. */
  readonly relayAddress?: string | undefined
  /** Asked for by number; undefined means: from `usualPorts` on, wherever there is room. */
  readonly port?: number | undefined
  readonly sentinelPort?: number | undefined
  readonly quorum?: number | undefined
  /** One for each master. */
  readonly masterNames?: readonly string[] | undefined
  readonly settings: Settings
  /** Without a password although others can do harm: somebody said so. */
  readonly insecure?: boolean | undefined
  /** A relay stands between the instances, so that links can be cut. */
  readonly links?: boolean | undefined
  /** All instances speak TLS, with certificates that are made for the deployment. */
  readonly tls?: boolean | undefined
  /** Of a twin: gives the plan the shape of another deployment. */
  readonly shape?: ((plan: Plan) => Plan) | undefined
}

/**
 * Makes a plan whose ports are free now and belong to no other deployment.
 *
 * @throws RedislabError PORT_TAKEN for a port that was asked for
 */
export async function planDeployment(home: string, request: PlanRequest): Promise<Plan> {
  const {topology} = request
  const others = await listOthers(home, request.name)
  const owners = ownersOf(others)
  const firstPort = async (count: number, asked: number | undefined, otherwise: number) => {
    if (asked !== undefined || count === 0) return asked ?? otherwise
    const isFree = async (port: number) => !owners.has(port) && (await isFreeFor(request, port))
    const free = async (port: number) =>
      (await isFree(port)) && (!topology.cluster || (await isFree(port + busPortOffset)))
    const first = await findFreeBlock(otherwise, count, free)
    if (first !== undefined) return first
    throw new RedislabError('PORT_TAKEN', `There are no ${count} free ports in a row from ${otherwise} on.`, {
      suggestions: ['Take deployments down that are no longer needed: redislab ls, redislab down.'],
    })
  }
  const usual = ownUsualPorts()
  const made = makePlan(topology, {
    ...request,
    loopbackBlock: hasOwnAddresses(request) ? chooseLoopbackBlock(home, request, others) : undefined,
    port: await firstPort(topology.masters + topology.replicas, request.port, usual.redis),
    sentinelPort: await firstPort(topology.sentinels, request.sentinelPort, usual.sentinel),
    sentinelIds: makeIds(topology.sentinels),
    nodeIds: makeIds(topology.cluster ? topology.masters + topology.replicas : 0),
  })
  const plan = request.shape?.(made) ?? made
  await checkAskedPorts(plan, request, {home, owners})
  return plan
}

/** A plan to read, not to start: with the ports that were asked for or the usual ones, free or not. */
export function planOnPaper(request: PlanRequest): Plan {
  const usual = ownUsualPorts()
  const plan = makePlan(request.topology, {
    ...request,
    loopbackBlock: hasOwnAddresses(request) ? usualBlock('', request.name) : undefined,
    port: request.port ?? usual.redis,
    sentinelPort: request.sentinelPort ?? usual.sentinel,
    sentinelIds: makeIds(request.topology.sentinels),
    nodeIds: makeIds(request.topology.cluster ? request.topology.masters + request.topology.replicas : 0),
  })
  return request.shape?.(plan) ?? plan
}

/** On other hosts an instance has the address of its host, with links too. */
function hasOwnAddresses({links = false, hosts}: PlanRequest): boolean {
  return links && hosts === undefined
}

/** A deployment of the same name in the same state folder has the same block each time, if it is free. */
function usualBlock(home: string, name: string): number {
  return createHash('sha256').update(`${home}\n${name}`).digest().readUInt32BE() % loopbackBlocks
}

/** A block that no other deployment has. */
function chooseLoopbackBlock(home: string, {name}: PlanRequest, others: readonly Other[]): number {
  const instances = others.flatMap(({record}) => record.plan.instances)
  const taken = new Set(instances.flatMap(({bound}) => (bound === undefined ? [] : [bound.host])))
  let block = usualBlock(home, name)
  while (taken.has(loopbackAddress(block, 0))) block = (block + 1) % loopbackBlocks
  return block
}

function makeIds(count: number): readonly string[] {
  return Array.from({length: count}, () => randomBytes(20).toString('hex'))
}

/** Of other hosts it can only be seen that somebody listens; who does not answer is found when the server starts. */
async function isFreeFor({host, hosts, relayAddress}: PlanRequest, port: number): Promise<boolean> {
  if (hosts === undefined) return await checkFree(host, port)
  if (relayAddress !== undefined && !(await checkFree(relayAddress, port))) return false
  const taken = await Promise.all(hosts.map(({address}) => isListenedOn(address, port)))
  return !taken.includes(true)
}

async function checkAskedPorts(
  {instances}: Plan,
  request: PlanRequest,
  {home, owners}: {readonly home: string; readonly owners: ReadonlyMap<number, Other>},
): Promise<void> {
  const {port: firstPort, sentinelPort} = request
  for (const instance of instances) {
    const asked = instance.kind === 'redis' ? firstPort : sentinelPort
    if (asked === undefined) continue
    for (const port of portsOf(instance)) {
      if (!(await isFreeFor(request, port))) throw await portTaken(port, instance.name)
      const owner = owners.get(port)
      if (owner !== undefined) throw portOwned({...instance, port}, owner, home)
    }
  }
}

function portOwned({name, port}: PlannedInstance, owner: Other, home: string): RedislabError {
  const isElsewhere = owner.home !== home
  const whose = `"${owner.name}"${isElsewhere ? ` of the state folder ${owner.home}` : ''}`
  const down = `redislab down --name ${owner.name}`
  return new RedislabError(
    'PORT_TAKEN',
    `Port ${port}, wanted for ${name}, belongs to the deployment ${whose}, which is not running now.`,
    {
      suggestions: [
        `Remove it (${isElsewhere ? `REDISLAB_HOME=${quoteForShell(owner.home)} ` : ''}${down}), or choose another port.`,
      ],
      details: {port, deployment: owner.name, home: owner.home},
    },
  )
}

/**
 * Chooses the ports and takes the name: from here on the deployment exists on disk, with no process yet.
 *
 * @throws RedislabError DEPLOYMENT_EXISTS, PORT_TAKEN, STATE_UNWRITABLE
 */
export async function reserveDeployment(
  home: string,
  request: PlanRequest,
  {
    server,
    access = {},
    twin,
    signal,
  }: {
    server: ServerInfo
    access?: ChosenAccess | undefined
    twin?: DeploymentRecord['twin']
    signal?: AbortSignal | undefined
  },
): Promise<{directory: string; record: DeploymentRecord}> {
  // Two that choose ports at the same time would choose the same ones. No deployment can have the name of this lock.
  await using _lock = await takeLock(home, '.ports', {signal})
  await using _register = await enterRegister(home, {signal})
  const directory = runDirectoryOf(home, request.name)
  await makeRunDirectory(directory, request.name)
  try {
    const plan = await planDeployment(home, request)
    const record: DeploymentRecord = {
      schemaVersion: 1,
      createdAt: new Date().toISOString(),
      server: {...server},
      plan,
      ...access,
      ...(request.tls ? {tls: await makeCertificates(hostsOf(plan))} : {}),
      processes: Object.fromEntries(plan.instances.map(({name}) => [name, {process: null, stopped: false}])),
      healers: [],
      ...(twin === undefined ? {} : {twin}),
      ...(request.links ? {links: {process: null, rules: []}} : {}),
    }
    await writeRecord(directory, record)
    return {directory, record}
  } catch (error) {
    await removeDirectory(directory)
    throw error
  }
}

/** The addresses that certificates are for. A server that listens on all of the machine is reached at each of them. */
export function hostsOf({instances}: Plan): readonly string[] {
  const hosts = instances.flatMap(({host, bound}) => [host, ...(bound === undefined ? [] : [bound.host])])
  const isEverywhere = hosts.some((host) => host === '0.0.0.0' || host === '::')
  const ofMachine = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return [...new Set([...hosts, ...(isEverywhere ? ofMachine.map(({address}) => address) : [])])]
}

/**
 * Whether a start came to an end before it had started anything: redislab was killed, or exited, meanwhile. Asked by
 * the holder of the lock of the name, so no start is under way.
 */
async function isAbandonedStart(directory: string): Promise<boolean> {
  if (!(await isRunDirectory(directory))) return false
  const record = await readRecord(directory).catch(ignoreUnreadable)
  if (record === 'unreadable' || record?.opened !== undefined) return false
  const started = Object.values(record?.processes ?? {}).some(({process}) => process !== null)
  return !started && (await findUnrecorded(directory, record)).length === 0
}

function ignoreUnreadable(error: unknown): 'unreadable' {
  if (hasErrorCode(error, 'STATE_UNREADABLE')) return 'unreadable'
  throw error
}

async function makeRunDirectory(directory: string, name: string): Promise<void> {
  try {
    makePrivateFolder(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(directory, error)
    if ((await lstat(directory)).isSymbolicLink()) throw linkRefused(directory)
    if (await isAbandonedStart(directory)) {
      await removeDirectory(directory)
      return makeRunDirectory(directory, name)
    }
    throw new RedislabError('DEPLOYMENT_EXISTS', `A deployment named "${name}" already exists.`, {
      suggestions: [
        'Replace it: add --replace.',
        'Start another one: add --name OTHER.',
        'Look at it: redislab status',
      ],
      details: {deployment: name},
    })
  }
}
