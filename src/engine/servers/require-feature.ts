import {RedislabError} from '../../core/errors/errors.ts'
import {
  featuresOf,
  firstServersWith,
  nameServer,
  type ServerFeature,
  type ServerVersion,
} from '../../core/redis/server-version.ts'

/**
 * Refuses what a server cannot do, with the versions that can.
 *
 * @param what what it lacks, as it follows "has no": `coordinated failover (SENTINEL FAILOVER … COORDINATED)`
 * @param topology how one would be started that can: `up 1m2r3s`
 * @throws RedislabError SERVER_LACKS
 */
export function requireFeature(
  feature: ServerFeature,
  server: ServerVersion,
  {what, topology}: {readonly what: string; readonly topology: string},
): void {
  if (featuresOf(server)[feature]) return
  const able = firstServersWith(feature)
  const name = nameServer(server)
  throw new RedislabError('SERVER_LACKS', `${name} has no ${what}: it needs ${able}.`, {
    suggestions: [
      'See which servers are here: redislab servers',
      `Start one that has it: redislab ${topology} --server PATH --replace`,
    ],
    details: {server: name, needs: able},
  })
}
