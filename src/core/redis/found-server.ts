import type {ServerImage, ServerInfo} from '../words.ts'
import type {ReportedVersion} from './server-version.ts'

/** A server on this machine, or in an image that is here. */
export interface FoundServer extends ReportedVersion {
  readonly path: string
  readonly image?: ServerImage
  /** Whether redislab runs it. */
  readonly supported: boolean
  /** Why redislab does not run it. */
  readonly whyNot?: string
}

export function isSupported(server: FoundServer): server is FoundServer & ServerInfo {
  return server.supported
}
