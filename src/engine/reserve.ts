import {createHash, randomBytes} from 'node:crypto'
import {mkdir} from 'node:fs/promises'
import {RedislabError} from '../core/errors.ts'
import type {ServerInfo} from '../core/status/status.ts'
import {loopbackAddress, loopbackBlocks} from '../core/topology/loopback.ts'
import {busPortOffset, makePlan, type Plan, type Settings} from '../core/topology/plan.ts'
import {findFreeBlock} from '../core/topology/ports.ts'
import type {Topology} from '../core/topology/topology.ts'
import {portTaken} from './diagnose.ts'
import {isPortFree} from './host/ports.ts'
import {removeDirectory, unwritable} from './state/home.ts'
import {takeLock} from './state/lock.ts'
import {
  type DeploymentRecord,
  listRunDirectories,
  readRecord,
  runDirectoryOf,
  writeRecord,
} from './state/record.ts'

export const defaultPorts = {redis: 6380, sentinel: 26_380} as const

export interface PlanRequest {
  readonly name: string
  readonly topology: Topology
  readonly host: string
  /** Asked for by number; undefined means: from 6380 on, wherever there is room. */
  readonly port?: number | undefined
  readonly sentinelPort?: number | undefined
  readonly quorum?: number | undefined
  readonly settings: Settings
  /** A relay stands between the instances, so that links can be cut. */
  readonly links?: boolean | undefined
}

/**
 * Makes a plan whose ports are free now and belong to no other deployment.
 *
 * @throws RedislabError PORT_TAKEN for a port that was asked for
 */
export async function planDeployment(home: string, request: PlanRequest): Promise<Plan> {
  const {topology, host} = request
  const others = await portsOfOthers(home, request.name)
  const firstPort = async (count: number, asked: number | undefined, otherwise: number) => {
    if (asked !== undefined || count === 0) return asked ?? otherwise
    const isFree = async (port: number) => !others.has(port) && (await checkFree(host, port))
    const free = async (port: number) =>
      (await isFree(port)) && (!topology.cluster || (await isFree(port + busPortOffset)))
    const first = await findFreeBlock(otherwise, count, free)
    if (first !== undefined) return first
    throw new RedislabError('PORT_TAKEN', `There are no ${count} free ports in a row from ${otherwise} on.`, {
      suggestions: ['Take deployments down that are no longer needed: redislab ls, redislab down.'],
    })
  }
  const plan = makePlan(topology, {
    ...request,
    loopbackBlock: request.links ? await chooseLoopbackBlock(home, request) : undefined,
    port: await firstPort(topology.masters + topology.replicas, request.port, defaultPorts.redis),
    sentinelPort: await firstPort(topology.sentinels, request.sentinelPort, defaultPorts.sentinel),
    sentinelIds: makeIds(topology.sentinels),
    nodeIds: makeIds(topology.cluster ? topology.masters + topology.replicas : 0),
  })
  await checkAskedPorts(plan, request, others)
  return plan
}

/** A plan to read, not to start: with the ports that were asked for or the usual ones, free or not. */
export function planOnPaper(request: PlanRequest): Plan {
  return makePlan(request.topology, {
    ...request,
    loopbackBlock: request.links ? usualBlock('', request.name) : undefined,
    port: request.port ?? defaultPorts.redis,
    sentinelPort: request.sentinelPort ?? defaultPorts.sentinel,
    sentinelIds: makeIds(request.topology.sentinels),
    nodeIds: makeIds(request.topology.cluster ? request.topology.masters + request.topology.replicas : 0),
  })
}

/** A deployment of the same name in the same state folder has the same block each time, if it is free. */
function usualBlock(home: string, name: string): number {
  return createHash('sha256').update(`${home}\n${name}`).digest().readUInt32BE() % loopbackBlocks
}

/**
 * A block that no other deployment of this state folder has. Those of other state folders are not known here; but the
 * block is one of many, chosen by the folder too, and even in the same one the ports differ.
 */
async function chooseLoopbackBlock(home: string, {name}: PlanRequest): Promise<number> {
  const taken = await loopbacksOfOthers(home, name)
  let block = usualBlock(home, name)
  while (taken.has(loopbackAddress(block, 0))) block = (block + 1) % loopbackBlocks
  return block
}

async function loopbacksOfOthers(home: string, name: string): Promise<ReadonlySet<string>> {
  const others = (await listRunDirectories(home)).filter((other) => other !== name)
  const records = await Promise.all(
    others.map((other) => readRecord(runDirectoryOf(home, other)).catch(ignoreDamage)),
  )
  const instances = records.flatMap((record) => record?.plan.instances ?? [])
  return new Set(instances.flatMap(({bound}) => (bound === undefined ? [] : [bound.host])))
}

function makeIds(count: number): readonly string[] {
  return Array.from({length: count}, () => randomBytes(20).toString('hex'))
}

async function checkAskedPorts(
  {instances}: Plan,
  {port, sentinelPort, host}: PlanRequest,
  others: ReadonlyMap<number, string>,
): Promise<void> {
  for (const instance of instances) {
    const asked = instance.kind === 'redis' ? port : sentinelPort
    if (asked === undefined) continue
    if (!(await checkFree(host, instance.port))) throw await portTaken(instance.port, instance.name)
    const owner = others.get(instance.port)
    if (owner === undefined) continue
    throw new RedislabError(
      'PORT_TAKEN',
      `Port ${instance.port}, wanted for ${instance.name}, belongs to the deployment "${owner}", which is not running now.`,
      {
        suggestions: [`Remove it (redislab down --name ${owner}), or choose another port.`],
        details: {port: instance.port, deployment: owner},
      },
    )
  }
}

async function checkFree(host: string, port: number): Promise<boolean> {
  try {
    return await isPortFree(host, port)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'EADDRNOTAVAIL') {
      throw new RedislabError('OPTION_INVALID', `--host ${host}: this machine has no such address.`, {
        suggestions: ['Leave --host out to stay on 127.0.0.1.'],
        cause: error,
      })
    }
    if (code !== 'EACCES') throw error
    throw new RedislabError(
      'PERMISSION_DENIED',
      `Port ${port} may not be used by this user: ports below 1024 need root.`,
      {
        suggestions: ['Choose a port from 1024 on.'],
        details: {port},
        cause: error,
      },
    )
  }
}

/** The ports of every other deployment, running or not, and whose they are. Damaged records own none. */
async function portsOfOthers(home: string, name: string): Promise<ReadonlyMap<number, string>> {
  const owners = new Map<number, string>()
  for (const other of await listRunDirectories(home)) {
    if (other === name) continue
    const record = await readRecord(runDirectoryOf(home, other)).catch(ignoreDamage)
    for (const {port} of record?.plan.instances ?? []) owners.set(port, other)
  }
  return owners
}

function ignoreDamage(error: unknown): undefined {
  if ((error as {code?: string}).code === 'STATE_UNREADABLE') return undefined
  throw error
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
    password,
    signal,
  }: {server: ServerInfo; password?: string | undefined; signal?: AbortSignal | undefined},
): Promise<{directory: string; record: DeploymentRecord}> {
  // Two that choose ports at the same time would choose the same ones. No deployment can have the name of this lock. No deployment can have the name of this lock.
  await using _lock = await takeLock(home, '.ports', signal === undefined ? {} : {signal})
  const directory = runDirectoryOf(home, request.name)
  await makeRunDirectory(directory, request.name)
  try {
    const plan = await planDeployment(home, request)
    const record: DeploymentRecord = {
      schemaVersion: 1,
      createdAt: new Date().toISOString(),
      server: {...server},
      plan,
      ...(password === undefined ? {} : {password}),
      processes: Object.fromEntries(plan.instances.map(({name}) => [name, {process: null, stopped: false}])),
      healers: [],
      ...(request.links ? {links: {process: null, rules: [], healers: []}} : {}),
    }
    await writeRecord(directory, record)
    return {directory, record}
  } catch (error) {
    await removeDirectory(directory)
    throw error
  }
}

async function makeRunDirectory(directory: string, name: string): Promise<void> {
  try {
    await mkdir(directory, {mode: 0o700})
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(directory, error)
    throw new RedislabError('DEPLOYMENT_EXISTS', `A deployment named "${name}" already exists.`, {
      suggestions: [
        'Replace it: add --replace.',
        'Start another beside it: add --name OTHER.',
        `Look at it: redislab status${name === 'default' ? '' : ` --name ${name}`}`,
      ],
      details: {deployment: name},
    })
  }
}
