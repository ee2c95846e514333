import type {FoundServer} from '../../core/redis/found-server.ts'
import {oldestSupported} from '../../core/redis/server-version.ts'
import {automaticFix, type Check, type Fix, manualFix} from '../check.ts'
import type {Machine} from '../machine.ts'

const oldest = `redis ${oldestSupported.redis} or valkey ${oldestSupported.valkey}`

export const server: Check = {
  id: 'server',
  title: 'Server',
  async run(machine) {
    const servers = await machine.servers()
    const supported = servers.filter((each) => each.supported)
    const unfit = servers.filter((each) => !each.supported)
    const why = `redislab starts real servers: ${oldest}, or later. The first one found is the default; --server chooses another.`
    if (supported.length > 0) {
      const passedOver = unfit.length === 0 ? '' : `; not supported: ${unfit.map(describe).join(', ')}`
      return {status: 'ok', found: `${supported.map(describe).join(', ')}${passedOver}`, why, fix: null}
    }
    return {
      status: 'fail',
      found:
        unfit.length === 0
          ? 'no redis-server or valkey-server on the PATH or in the usual folders'
          : `only servers that are not supported: ${unfit.map(describe).join(', ')}`,
      why,
      fix: await fixByInstalling(machine, 'server'),
    }
  },
}

function describe({flavour, version, path}: FoundServer): string {
  return `${flavour} ${version} (${path})`
}

/** By package manager: the package with the server, the one with redis-cli, and how they are installed. */
const managers: Readonly<
  Record<
    string,
    {readonly server: string; readonly cli: string; readonly install: string; readonly first?: string}
  >
> = {
  'apt-get': {server: 'redis-server', cli: 'redis-tools', install: 'install -y', first: 'update'},
  dnf: {server: 'redis', cli: 'redis', install: 'install -y'},
  yum: {server: 'redis', cli: 'redis', install: 'install -y'},
  apk: {server: 'redis', cli: 'redis', install: 'add'},
  pacman: {server: 'valkey', cli: 'valkey', install: '-S --noconfirm'},
  zypper: {server: 'redis', cli: 'redis', install: '--non-interactive install'},
  brew: {server: 'redis', cli: 'redis', install: 'install'},
}

/** Installs with the package manager of the machine. */
export async function fixByInstalling(machine: Machine, wanted: 'server' | 'cli'): Promise<Fix> {
  const advice = 'Or point at a folder that has one: export REDISLAB_SERVERS=/path/to/bin'
  for (const [manager, {install, first, ...names}] of Object.entries(managers)) {
    if ((await machine.findProgram(manager)) === undefined) continue
    const commands = [first, `${install} ${names[wanted]}`]
      .filter((each) => each !== undefined)
      .map((each) => `${manager} ${each}`)
    return automaticFix({
      // Homebrew refuses to run as root.
      now: manager === 'brew' ? commands : commands.map((command) => machine.asRoot(command)),
      advice: wanted === 'server' ? advice : null,
    })
  }
  return manualFix({advice: `Install Redis with the package manager of this machine. ${advice}`})
}
