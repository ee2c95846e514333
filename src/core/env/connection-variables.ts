import {type Access, type Credentials, clientOf} from '../config/access.ts'
import {tlsFilesIn} from '../config/files.ts'
import type {DeploymentStatus, InstanceStatus, MasterStatus} from '../status/status.ts'

/** The variables by which applications find a deployment. A name is there only when it has a value. */
export type ConnectionVariables = Readonly<Record<string, string>>

/** Every name that there may be: what a surrounding environment says under these is about another server. */
export const connectionNames = [
  'REDIS_URL',
  'REDIS_HOST',
  'REDIS_PORT',
  'REDIS_USERNAME',
  'REDIS_PASSWORD',
  'REDIS_TLS_CA',
  'REDIS_TLS_CERT',
  'REDIS_TLS_KEY',
  'REDIS_NODES',
  'REDIS_CLUSTER_NODES',
  'REDIS_SENTINELS',
  'REDIS_SENTINEL_PASSWORD',
  'REDIS_MASTER_NAME',
  'REDIS_MASTER_NAMES',
  'REDISLAB_NAME',
  'REDISLAB_DIRECTORY',
] as const

/**
 * How to connect: `REDIS_URL`, `REDIS_HOST` and `REDIS_PORT` of the first master that is master now, `REDIS_NODES` with
 * it and its replicas, `REDIS_SENTINELS` (each host:port, comma-separated) and `REDIS_MASTER_NAME` (of that same master)
 * where there are sentinels, `REDIS_CLUSTER_NODES` of a cluster, and redislab's own. `REDIS_USERNAME`, `REDIS_PASSWORD`
 * and `REDIS_SENTINEL_PASSWORD` are there where a password is asked for: a user without one would be refused. Where the
 * servers speak TLS, sentinels too, the URL begins with `rediss:`, and `REDIS_TLS_CA` is the file of the CA to trust;
 * `REDIS_TLS_CERT` and `REDIS_TLS_KEY` are for servers that ask for a certificate.
 */
export function connectionVariables(status: DeploymentStatus, access: Access): ConnectionVariables {
  const {sentinelPassword, tls} = access
  const login = clientOf(access)
  const {user = 'default', password} = login
  const master = status.masters.find(({address}) => address !== null)
  const separator = master?.address?.lastIndexOf(':') ?? -1
  const sentinels = status.instances.filter(({kind}) => kind === 'sentinel')
  const members = status.mode === 'sentinel' || status.mode === 'replication' ? membersOf(status, master) : []
  return {
    ...(master?.address == null
      ? {}
      : {
          REDIS_URL: masterUrl(master.address, login, {tls: tls !== undefined}),
          REDIS_HOST: master.address.slice(0, separator).replace(/^\[|\]$/g, ''),
          REDIS_PORT: master.address.slice(separator + 1),
        }),
    ...(password === undefined ? {} : {REDIS_USERNAME: user, REDIS_PASSWORD: password}),
    ...(tls === undefined ? {} : tlsVariables(status.directory)),
    ...(status.mode === 'cluster' ? {REDIS_CLUSTER_NODES: nodesOf(status).join(',')} : {}),
    ...(members.length === 0 ? {} : {REDIS_NODES: members.join(',')}),
    ...(sentinels.length === 0 ? {} : sentinelVariables(sentinels, status.masters, master)),
    ...(sentinels.length === 0 || sentinelPassword === undefined
      ? {}
      : {REDIS_SENTINEL_PASSWORD: sentinelPassword}),
    REDISLAB_NAME: status.deployment,
    REDISLAB_DIRECTORY: status.directory,
  }
}

/** A master and its replicas, for clients that are given a fixed list: those that run, the master first. */
function membersOf({instances, masters}: DeploymentStatus, master = masters[0]): readonly string[] {
  return instances
    .filter(
      ({kind, state, masterName}) => kind === 'redis' && state === 'running' && masterName === master?.name,
    )
    .toSorted((a, b) => Number(b.name === master?.instance) - Number(a.name === master?.instance))
    .map(({address}) => address)
}

/** Where a client of a cluster begins: nodes that run, those that serve first, and of these the masters. */
function nodesOf({instances}: DeploymentStatus): readonly string[] {
  const rank = ({role, clusterState}: InstanceStatus) =>
    (clusterState === 'ok' ? 0 : 2) + (role === 'master' ? 0 : 1)
  return instances
    .filter(({state}) => state === 'running')
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({address}) => address)
}

function sentinelVariables(
  sentinels: readonly InstanceStatus[],
  masters: readonly MasterStatus[],
  master = masters[0],
) {
  return {
    REDIS_SENTINELS: sentinels.map(({address}) => address).join(','),
    REDIS_MASTER_NAME: master?.name ?? '',
    ...(masters.length > 1 ? {REDIS_MASTER_NAMES: masters.map(({name}) => name).join(',')} : {}),
  }
}

function tlsVariables(directory: string) {
  const {ca, certificate, key} = tlsFilesIn(directory)
  return {REDIS_TLS_CA: ca, REDIS_TLS_CERT: certificate, REDIS_TLS_KEY: key}
}

/** `redis://127.0.0.1:6380`, with user and password where a password is given; `rediss://…` for TLS. */
export function masterUrl(
  address: string,
  {user = 'default', password}: Credentials = {},
  {tls = false}: {readonly tls?: boolean} = {},
): string {
  // The user is named, since redis-cli takes an empty name for a user of its own.
  const login = password === undefined ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`
  return `${tls ? 'rediss' : 'redis'}://${login}${address}`
}
