import {ServerCondition} from '../core/lab/server-condition.ts'
import {isSupported} from '../core/redis/found-server.ts'
import type {ServerInfo} from '../core/words.ts'
import {findServers} from '../engine/servers/find-servers.ts'

/**
 * The server for a scenario: the chosen one if it can do what the scenario needs, else one of this machine that can.
 *
 * @returns undefined where there is none
 */
export async function chooseServerFor(
  wanted: string | undefined,
  chosen: ServerInfo,
  signal: AbortSignal,
): Promise<ServerInfo | undefined> {
  const condition = wanted === undefined ? undefined : ServerCondition.parse(wanted)
  if (condition === undefined || condition.holds(chosen)) return chosen
  const found = (await findServers({signal})).find((server) => isSupported(server) && condition.holds(server))
  return found === undefined
    ? undefined
    : {flavour: found.flavour as ServerInfo['flavour'], version: found.version, path: found.path}
}
