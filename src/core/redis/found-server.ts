import type {ServerInfo} from '../words.ts'
import type {ReportedVersion} from './server-version.ts'

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
