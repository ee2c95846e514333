import type {ReportedVersion} from '../../core/redis/server-version.ts'
import type {ServerInfo} from '../../core/words.ts'

/** A server on this machine. */
export interface FoundServer extends ReportedVersion {
  readonly path: string
  /** Whether redislab runs it. */
  readonly supported: boolean
  /** Why redislab does not run it. */
  readonly whyNot?: string
}

export function isSupported(server: FoundServer): server is FoundServer & ServerInfo {
  return server.supported
}
