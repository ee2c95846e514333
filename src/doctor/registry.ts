import type {Check} from './check.ts'
import {backlog} from './checks/backlog.ts'
import {clock} from './checks/clock.ts'
import {containers} from './checks/containers.ts'
import {disk} from './checks/disk.ts'
import {forkBug} from './checks/fork-bug.ts'
import {hugePages} from './checks/huge-pages.ts'
import {leftovers} from './checks/leftovers.ts'
import {logWarnings} from './checks/log-warnings.ts'
import {loopback} from './checks/loopback.ts'
import {memory} from './checks/memory.ts'
import {openFiles} from './checks/open-files.ts'
import {otherUsers} from './checks/other-users.ts'
import {overcommit} from './checks/overcommit.ts'
import {platform} from './checks/platform.ts'
import {ports} from './checks/ports.ts'
import {processTable} from './checks/process-table.ts'
import {processes} from './checks/processes.ts'
import {redisCli} from './checks/redis-cli.ts'
import {server} from './checks/server.ts'
import {stateFolder} from './checks/state-folder.ts'
import {systemRedis} from './checks/system-redis.ts'

/** Every check, in the order in which they are shown: programs, kernel, limits, disk, network, deployments. */
export const allChecks: readonly Check[] = [
  platform,
  server,
  redisCli,
  containers,
  overcommit,
  hugePages,
  backlog,
  clock,
  forkBug,
  openFiles,
  processTable,
  processes,
  memory,
  stateFolder,
  disk,
  ports,
  systemRedis,
  loopback,
  otherUsers,
  leftovers,
  logWarnings,
]
