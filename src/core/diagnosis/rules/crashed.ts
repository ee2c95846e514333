import type {LogFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import {endOf, endsOfFailedWrite} from '../over.ts'
import type {Rule} from '../rule.ts'

/** A process crashed, by its own report. */
export const crashed: Rule = {
  id: 'crashed',
  needs: 'a log',
  source: 'debug.c: sigsegvHandler, _serverAssert',
  isExaminable: (evidence) => evidence.has('log'),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const report = lines.filter(({message}) =>
        /(?:Redis|Valkey) [\d.]+ crashed by signal|=== ASSERTION FAILED ===|Guru Meditation|BUG REPORT START/i.test(
          message,
        ),
      )
      if (report.length === 0) return []
      // A panic on purpose: the server was told to end rather than go on without its data.
      const onPurpose = report.filter(({message}) =>
        /Replica was unable to write command to disk/.test(message),
      )
      const [panic] = onPurpose
      if (panic !== undefined) {
        const before = lines.slice(0, lines.indexOf(panic))
        const failed = before
          .filter(({message}) =>
            /Can't save in background|Background saving error|AOF file|No space left/.test(message),
          )
          // What was over by then is not the reason.
          .filter((line) => endOf([line], before, endsOfFailedWrite(line)) === undefined)
          .slice(-1)
        return [
          {
            // What kept it from writing is the cause, where that is here: other rules say it.
            severity: failed.length > 0 ? 'note' : 'cause',
            certainty: 'certain',
            title: `${name} ended itself: as a replica it could not write to its disk.`,
            why: `With replica-ignore-disk-write-errors no, which Redis ships with, a replica that cannot write its append only file, or whose last save failed while stop-writes-on-bgsave-error is yes, ends at the next write of its master, rather than go on with less on disk. ${failed.length > 0 ? 'The reason stands in an earlier line of its log.' : 'The reason is in the lines before: a full disk, a fork that failed, a limit.'}`,
            evidence: [...failed, ...onPurpose],
            fix: [
              'Fix what keeps it from writing. replica-ignore-disk-write-errors yes lets it go on without.',
            ],
            collect: [
              'The lines of its log before this: "Can\'t save in background", "Background saving error", "Error writing to the AOF file", "No space left on device"',
              'redis-cli INFO persistence   (rdb_last_bgsave_status, aof_last_write_status); df -h DIR',
            ],
          },
        ]
      }
      const memory = lines.filter(({message}) =>
        /^Out Of Memory allocating \d+ bytes|aborting for OUT OF MEMORY/.test(message),
      )
      if (memory.length > 0) return [outOfMemory(name, memory, lines)]
      const version = /(?:Redis|Valkey) ([\d.]+) crashed/i.exec(
        report.map(({message}) => message).join(' '),
      )?.[0]
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${name} crashed${version === undefined ? '' : ` (${version})`}.`,
          why: 'It wrote a crash report: most likely a bug of the server or of a module, now and then broken memory. What came after it, a failover or lost writes, follows from that.',
          evidence: report,
          fix: [
            'Look for the line below "=== ASSERTION FAILED" or the stack trace in the issues of the server, and upgrade to a release that has the fix.',
            'Test the memory where no report fits: redis-server --test-memory MB',
          ],
          collect: [
            'The whole report, from BUG REPORT START to BUG REPORT END',
            'redis-cli INFO server   and MODULE LIST',
          ],
        },
      ]
    }),
}

/** server.c: redisOutOfMemoryHandler: an allocation failed, and there is no way on. */
function outOfMemory(name: string, memory: readonly LogFact[], lines: readonly LogFact[]): Diagnosis {
  const bytes = /allocating (\d+) bytes/.exec(memory[0]?.message ?? '')?.[1]
  const forks = lines.filter(({message}) => /fork: Cannot allocate memory/.test(message))
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} ended itself: the system gave it no more memory${bytes === undefined ? '' : ` (${bytes} bytes were refused)`}.`,
    why: `That is no bug of the server: an allocation failed, and it cannot go on without. The report that follows is written for every such end. ${forks.length > 0 ? 'The forks that failed before it were the same shortage. ' : ''}The machine, its address space (32 bit, ulimit -v) or, with vm.overcommit_memory 2, what may be promised was used up.`,
    evidence: [...forks.slice(0, 2), ...memory],
    fix: [
      'Set maxmemory so that a quarter of the memory stays free for copies on write, buffers of replicas and clients, with a maxmemory-policy that fits; or give it more memory.',
      'Look for what took it: redis-cli MEMORY STATS, redis-cli --bigkeys, buffers of clients (CLIENT LIST: omem).',
    ],
    collect: [
      'redis-cli INFO memory; redis-cli CONFIG GET maxmemory*',
      'free -m; ulimit -v; cat /proc/sys/vm/overcommit_memory',
    ],
  }
}
