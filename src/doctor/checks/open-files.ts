import {type Check, type Fix, manualFix} from '../check.ts'
import type {Machine} from '../machine.ts'
import {readHardLimit} from '../resource-limits.ts'

/** The default of `maxclients` (config.c), and the descriptors that Redis keeps for itself (CONFIG_MIN_RESERVED_FDS). */
const maxclients = 10_000
const reserved = 32
const needed = maxclients + reserved

/** A server raises its limit to maxclients + 32 if it may, and else lowers maxclients (server.c, adjustOpenFilesLimit). */
export const openFiles: Check = {
  id: 'open-files',
  title: 'Open files',
  async run(machine) {
    const why = `Every client takes a file descriptor. For maxclients ${maxclients} a server wants ${needed} of them; with fewer it lowers maxclients, and with ${reserved} or fewer it does not start.`
    const limit = await readHardLimit(machine, 'Max open files')
    if (limit === undefined) {
      return {status: 'skip', found: 'the limit of open files cannot be read', why, fix: null}
    }
    const found = limit === Number.POSITIVE_INFINITY ? 'no limit' : `at most ${limit}`
    if (limit >= needed)
      return {status: 'ok', found: `${found}: enough for maxclients ${maxclients}`, why, fix: null}
    // Root may raise its own hard limit, as far as the kernel lets any process go.
    const ceiling = (await machine.readNumber('/proc/sys/fs/nr_open')) ?? 0
    if (machine.isRoot && ceiling >= needed && !(await machine.isContainer())) {
      return {
        status: 'ok',
        found: `${found}, and servers started by root raise it to ${needed}`,
        why,
        fix: null,
      }
    }
    const remaining = limit - reserved
    return {
      status: remaining < 1 ? 'fail' : 'warn',
      found:
        remaining < 1 ? `${found}: no server can start` : `${found}: maxclients will be ${remaining} instead`,
      why,
      fix: raiseLimit(machine),
    }
  },
}

function raiseLimit(machine: Machine): Fix {
  if (machine.platform === 'darwin') {
    return manualFix({
      now: [`sudo launchctl limit maxfiles 65536 200000`],
      advice: 'Then open a new terminal. macOS forgets it at a reboot unless a launchd job sets it.',
    })
  }
  const line = `${machine.isRoot ? 'root' : '*'} hard nofile 65536`
  return manualFix({
    now: machine.isRoot ? ['ulimit -Hn 65536'] : ['sudo prlimit --pid $$ --nofile=65536:65536'],
    forGood: [machine.writeAsRoot(line, '/etc/security/limits.d/60-redislab.conf')],
    advice:
      'The first is for this shell, the second for every login from now on. In a container: docker run --ulimit nofile=65536',
  })
}
