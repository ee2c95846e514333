import {BaseCommand} from '../cli/base-command.ts'
import {findServers} from '../engine/servers.ts'
import {renderServers} from '../reporters/servers-view.ts'

export default class Servers extends BaseCommand {
  static override summary = 'Show which Redis and Valkey servers are on this machine.'
  static override description =
    `Looks on the PATH, in the usual folders, and in $REDISLAB_SERVERS (files or folders, separated as in PATH).
The first supported one is what up starts; --server chooses another.`
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run() {
    await this.parse(Servers)
    const servers = await findServers({signal: this.signal})
    if (this.isForPeople) this.log(renderServers(servers))
    return {servers}
  }
}
