import type {FoundServer} from '../../core/redis/found-server.ts'
import {identify} from './identify.ts'
import {fileIdentity, listServerFiles, type ServerFile} from './server-files.ts'

/** The servers of this machine, and what was named as one, or is called like one, and is none. */
export interface ServerSurvey {
  readonly servers: readonly FoundServer[]
  /** Why each file that might be a server is not shown as one. */
  readonly passedOver: readonly string[]
}

/**
 * Every server in `$REDISLAB_SERVERS` (files or folders, separated as in PATH), on the PATH, and in the usual folders;
 * each file once, in that order: the first supported one is the default.
 */
export async function findServers({
  signal,
}: {
  readonly signal?: AbortSignal | undefined
} = {}): Promise<readonly FoundServer[]> {
  return (await surveyServers({signal})).servers
}

/** The same, with what was passed over. */
export async function surveyServers({
  signal,
}: {
  readonly signal?: AbortSignal | undefined
} = {}): Promise<ServerSurvey> {
  const files = new Map<string, string>()
  for await (const file of listServerFiles()) {
    const identity = await identityOf(file)
    // However many links and names lead to it: one server, shown once.
    if (identity !== undefined && !files.has(identity)) files.set(identity, file.path)
  }
  const identified = await Promise.all([...files.values()].map((file) => identify(file, signal)))
  return {
    servers: identified.flatMap((each) => ('server' in each ? [each.server] : [])),
    passedOver: identified.flatMap((each) => ('problem' in each ? [each.problem] : [])),
  }
}

/** @returns undefined for what is not there, unless somebody named it */
async function identityOf({path, isNamed}: ServerFile): Promise<string | undefined> {
  try {
    return await fileIdentity(path)
  } catch {
    // Dead links are nobody's business, except where they were named: identify says what is wrong.
    return isNamed ? path : undefined
  }
}
