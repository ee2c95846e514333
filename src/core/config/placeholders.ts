import type {Placeholders} from './template.ts'

/** What both kinds of template may use for links. */
const linkPlaceholders: Placeholders = {announcedHost: {}, announcedPort: {}, bindSource: {}}

/** What both kinds of template may use for TLS. */
const tlsPlaceholders: Placeholders = {caFile: {}, certificateFile: {}, keyFile: {}}

/** What redis.conf templates may use. */
export const redisPlaceholders: Placeholders = {
  name: {},
  host: {},
  port: {},
  tls: tlsPlaceholders,
  links: linkPlaceholders,
  announce: {},
  dir: {},
  logfile: {},
  pidfile: {},
  password: {},
  acl: {aclFile: {}, replicaUser: {}, replicaPassword: {}},
  replicaOf: {name: {}, host: {}, port: {}},
  labTiming: {},
  persistNone: {},
  persistRdb: {},
  persistAof: {},
  debugCommandGate: {},
  downloadThread: {},
  cluster: {nodeTimeoutMs: {}, announcedHost: {}, announcedPort: {}, announcedBusPort: {}, announced: {}},
}

/** What sentinel.conf templates may use. */
export const sentinelPlaceholders: Placeholders = {
  name: {},
  host: {},
  port: {},
  tls: tlsPlaceholders,
  links: linkPlaceholders,
  announce: {},
  dir: {},
  logfile: {},
  pidfile: {},
  sentinelPassword: {},
  sentinelId: {},
  labTiming: {},
  masters: {
    name: {},
    host: {},
    port: {},
    quorum: {},
    downAfterMs: {},
    failoverTimeoutMs: {},
    parallelSyncs: {},
    user: {},
    password: {},
    replicas: {host: {}, port: {}},
  },
}
