import {clientOf} from '../core/config/access.ts'
import type {Database} from './database.ts'

/** A database in the file that suites read (`REDIS_ENDPOINTS_CONFIG_PATH`), and as `create_database` answers it. */
export interface EndpointEntry {
  readonly bdb_id: number
  readonly username: string
  readonly password: string
  readonly tls: boolean
  /** `redis://HOST:PORT` */
  readonly endpoints: readonly string[]
  readonly raw_endpoints: readonly {
    readonly addr: readonly string[]
    readonly addr_type: 'external'
    readonly dns_name: string
    readonly port: number
    readonly proxy_policy: 'single' | 'all-master-shards'
    readonly uid: string
  }[]
}

/** Where a database is reached: at its door, or at the first master of a cluster, which tells of the others. */
export function endpointOf({id, deployment, door}: Database): EndpointEntry {
  const {record} = deployment
  const {instances, mode} = record.plan
  const isTls = record.tls !== undefined
  const data = instances.filter(({kind}) => kind === 'redis')
  const entrances =
    door === undefined
      ? data.filter(({replicaOf}) => replicaOf === undefined).map(({host, port}) => ({host, port}))
      : [{host: '127.0.0.1', port: door.port}]
  const {user = '', password = ''} = clientOf(record)
  return {
    bdb_id: id,
    username: user,
    password,
    tls: isTls,
    endpoints: entrances.map(({host, port}) => `${isTls ? 'rediss' : 'redis'}://${host}:${port}`),
    raw_endpoints: entrances.map(({host, port}, index) => ({
      addr: [host],
      addr_type: 'external',
      dns_name: host,
      port,
      proxy_policy: mode === 'cluster' ? 'all-master-shards' : 'single',
      uid: `${id}:${index + 1}`,
    })),
  }
}
