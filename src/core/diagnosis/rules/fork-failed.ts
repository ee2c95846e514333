import type {Diagnosis} from '../finding.ts'
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
        /Can't save in background: fork: |Can't rewrite append only file in background: fork: |BGSAVE (?:for replication )?failed(?:,|: fork)/.test(
          message,
        ),
      )
      if (failed.length === 0) return []
      const isLimit = failed.some(({message}) => /Resource temporarily unavailable/.test(message))
      const isMemory = failed.some(({message}) => /Cannot allocate memory/.test(message))
      const warned = lines.filter(({message}) =>
        /overcommit_memory is set to 0|Memory overcommit must be enabled/.test(message),
      )
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${name} could not fork${isMemory ? ': the system would not promise the memory' : isLimit ? ': a limit on processes was reached' : ''}.`,
          why: `Saves, AOF rewrites and copies for replicas are made by a child process that shares all memory. ${isMemory ? 'With vm.overcommit_memory 0 the kernel refuses a fork of a large process although hardly any memory is used by it.' : ''} Until it succeeds, replicas that need a whole copy get none, and with stop-writes-on-bgsave-error yes clients get MISCONF.`,
          evidence: [...warned, ...failed],
          fix: isLimit
            ? [
                'Raise the limit on processes: nproc of the user (ulimit -u), TasksMax of the service, pids of the cgroup.',
              ]
            : [
                'sysctl -w vm.overcommit_memory=1   (and in /etc/sysctl.conf)',
                'Leave a quarter of memory free, or set maxmemory lower.',
              ],
          collect: [
            isLimit
              ? 'ulimit -u; cat /sys/fs/cgroup/pids.max; systemctl show redis -p TasksMax'
              : 'cat /proc/sys/vm/overcommit_memory; free -m',
            'redis-cli INFO persistence   (rdb_last_bgsave_status)',
          ],
        },
      ]
    }),
}
