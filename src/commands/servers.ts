import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeServers} from '../core/contract/machine-json.ts'
import {claimedRedisVersion} from '../core/redis/server-version.ts'
import {findExtras} from '../engine/servers/find-extras.ts'
import {surveyServers} from '../engine/servers/find-servers.ts'
import {surveyImages} from '../engine/servers/images.ts'
import {renderServers} from '../reporters/doctor/servers-view.ts'

export default class Servers extends BaseCommand {
  static override summary = 'Show which Redis and Valkey servers are on this machine.'
  static override description =
    `Looks in $REDISLAB_SERVERS (files or folders, separated as in PATH), on the PATH, and where package managers and
version managers put servers. The first supported one is what up starts; --server or $REDISLAB_SERVER chooses another: by
flavour (valkey), by version (7.0), by both (redis-7.0), or by path. Redis 6.2 and Valkey 7.2 or later are supported. Below
these stand the servers in images of Docker or Podman that are here: --server image:NAME runs one.`
  static override examples = [
    {description: 'What is installed:', command: 'redislab servers'},
    {
      description: 'With some of your own:',
      command: 'REDISLAB_SERVERS=~/src/valkey/src:/opt/old redislab servers',
    },
  ]

  async run() {
    await this.parse(Servers)
    const {signal} = this
    const [survey, images] = await this.waitFor('looking for servers', () =>
      Promise.all([surveyServers({signal}), surveyImages({signal})]),
    )
    const inImages = images.flatMap((each) => ('server' in each ? [each.server] : []))
    const servers = await Promise.all(
      [...survey.servers, ...inImages].map(async (server) => ({
        ...server,
        redisVersion: claimedRedisVersion(server) ?? server.version,
        ...(await findExtras(server, {signal})),
      })),
    )
    const unfit = images.flatMap((each) => ('problem' in each ? [each.problem] : []))
    const result = describeServers(servers, [...survey.passedOver, ...unfit])
    if (this.isForPeople) this.log(renderServers(result))
    return result
  }
}
