import type {Placeholders} from './template.ts'

/** What both kinds of template may use for links. */
const linkPlaceholders: Placeholders = {announcedHost: {}, announcedPort: {}, bindSource: {}}

/** What redis.conf templates may use. */
export const redisPlaceholders: Placeholders = {
  name: {},
  host: {},
  port: {},
  links: linkPlaceholders,
  announce: {},
  dir: {},
  logfile: {},
  pidfile: {},
  password: {},
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
    password: {},
    replicas: {host: {}, port: {}},
  },
}
