import type {LogFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import {saved, tellOpen} from '../over.ts'
import type {Rule} from '../rule.ts'

/** A server cannot fork: no save, no AOF rewrite, no copy for a replica. */
export const forkFailed: Rule = {
  id: 'fork-failed',
  needs: 'the log of a server',
  source: 'redis.io, FAQ: "Background saving fails with a fork() error"; rdb.c: rdbSaveBackground',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const failed = lines.filter(({message}) =>
        /Can't save in background: fork: |Can't rewrite append only file in background: fork: |BGSAVE (?:for replication )?failed(?:,|: fork)|^fork operation failed/.test(
          message,
        ),
      )
      return tellOpen(failed, lines, endsOf, (open) => describe(name, lines, open))
    }),
}

/** A child that did its work: it was forked. */
function endsOf({message}: LogFact): readonly string[] {
  return /rewrite append only file/.test(message) ? ['aof-rewrite-finished'] : [...saved, 'replica-online']
}

function describe(name: string, lines: readonly LogFact[], failed: readonly LogFact[]): Diagnosis {
  const isLimit = failed.some(({message}) => /Resource temporarily unavailable/.test(message))
  // The port to Windows has no fork of the system: it starts a process that shares its memory, which lies in the paging file.
  const isWindows = failed.some(({message}) => /^fork operation failed/.test(message))
  const isMemory = failed.some(({message}) => /Cannot allocate memory/.test(message))
  const warned = lines.filter(({message}) =>
    /overcommit_memory is set to 0|Memory overcommit must be enabled/.test(message),
  )
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} could not fork${isMemory ? ': the system would not promise the memory' : isLimit ? ': a limit on processes was reached' : ''}.`,
    why: `Saves, AOF rewrites and copies for replicas are made by a child process that shares all memory. ${isMemory ? 'With vm.overcommit_memory 0 the kernel refuses a fork of a large process although hardly any memory is used by it. ' : isWindows ? 'This is the port to Windows, which makes the child in its own way: it needs as much room again in the paging file as the data set takes, and fails without. ' : ''}Until it succeeds, replicas that need a whole copy get none, and with stop-writes-on-bgsave-error yes clients get MISCONF.`,
    evidence: [...warned, ...failed],
    fix: isLimit
      ? [
          'Raise the limit on processes: nproc of the user (ulimit -u), TasksMax of the service, pids of the cgroup.',
        ]
      : isWindows
        ? ['Give Windows a larger paging file, and maxmemory less; or run it on Linux (WSL, a container).']
        : [
            'sysctl -w vm.overcommit_memory=1   (and in /etc/sysctl.conf)',
            'Leave a quarter of memory free, or set maxmemory lower.',
          ],
    collect: [
      isLimit
        ? 'ulimit -u; cat /sys/fs/cgroup/pids.max; systemctl show redis -p TasksMax'
        : isWindows
          ? 'The size of the paging file and the free space of its disk'
          : 'cat /proc/sys/vm/overcommit_memory; free -m',
      'redis-cli INFO persistence   (rdb_last_bgsave_status)',
    ],
  }
}
