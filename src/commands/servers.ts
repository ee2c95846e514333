import {BaseCommand} from '../cli/base-command.ts'
import {claimedRedisVersion} from '../core/redis/server-version.ts'
import {findExtras} from '../engine/server-features.ts'
import {findServers} from '../engine/servers.ts'
import {renderServers} from '../reporters/servers-view.ts'

export default class Servers extends BaseCommand {
  static override summary = 'Show which Redis and Valkey servers are on this machine.'
  static override description =
    `Looks on the PATH, in the usual folders, and in $REDISLAB_SERVERS (files or folders, separated as in PATH).
The first supported one is what up starts; --server chooses another: by path, flavour (valkey), version (7.0) or both
(redis-7.0). Redis 6.2 and Valkey 7.2 or later are supported.`
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run() {
    await this.parse(Servers)
    const {signal} = this
    const found = await findServers({signal})
    const servers = await Promise.all(
      found.map(async (server) => ({
        ...server,
        redisVersion: claimedRedisVersion(server) ?? server.version,
        ...(await findExtras(server.path, {signal})),
      })),
    )
    if (this.isForPeople) this.log(renderServers(servers))
    return {servers}
  }
}
