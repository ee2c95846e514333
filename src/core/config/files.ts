import type {PlannedInstance} from '../topology/plan.ts'

/** The files of an instance, inside its own folder. */
export function filesOf({kind}: Pick<PlannedInstance, 'kind'>) {
  return kind === 'redis'
    ? ({conf: 'redis.conf', log: 'redis.log', pid: 'redis.pid', output: 'output.log'} as const)
    : ({conf: 'sentinel.conf', log: 'sentinel.log', pid: 'sentinel.pid', output: 'output.log'} as const)
}

/** The ACL file of a data instance, inside its own folder. */
export const aclFile = 'users.acl'

/** The files by which a deployment speaks TLS: absolute paths, or names inside their folder. */
export interface TlsFiles {
  /** The certificate of the CA. */
  readonly ca: string
  /** What servers show to clients, and to each other. */
  readonly certificate: string
  readonly key: string
}

/** The files for TLS below the folder of a deployment. */
export function tlsFilesIn(directory: string): TlsFiles {
  const at = (name: string) => `${directory}/tls/${name}`
  return {ca: at('ca.crt'), certificate: at('redis.crt'), key: at('redis.key')}
}
