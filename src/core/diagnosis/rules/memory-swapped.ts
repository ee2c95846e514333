import type {InfoFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A server holds more than the memory of its machine, or a part of what it holds was swapped out. */
export const memorySwapped: Rule = {
  id: 'memory-swapped',
  needs: 'INFO memory of a server',
  source:
    'redis.io, INFO: "when used_memory >> used_memory_rss, part of Redis memory has been swapped off by the operating system"; redis.io, Latency: "Latency induced by swapping"',
  isExaminable: (evidence) => evidence.facts('info').some(({fields}) => fields.has('used_memory_rss')),
  examine: (evidence) =>
    evidence.facts('info').flatMap((info): readonly Diagnosis[] => {
      const [used, rss, total, limit] = [
        'used_memory',
        'used_memory_rss',
        'total_system_memory',
        'maxmemory',
      ].map((name) => Number(info.fields.get(name) ?? Number.NaN)) as [number, number, number, number]
      const isBeyond = total > 0 && used > total
      const isOut = used > smallest && rss < used * 0.8
      if (!isBeyond && !isOut) return []
      return [
        {
          severity: 'risk',
          certainty: isBeyond ? 'certain' : 'likely',
          title: isBeyond
            ? `${nameOf(info)} uses ${gib(used)} on a machine of ${gib(total)}: it does not fit${rss < used ? ` (${gib(rss)} are in memory, the rest is swapped out)` : ''}.`
            : `${nameOf(info)} uses ${gib(used)}, of which ${gib(rss)} are in memory: the rest was swapped out.`,
          why:
            'Each access to a page that is out waits for the disk, and every client with it: commands take as long as the disk does, a save or a copy for a replica reads all pages back, and fork needs the system to promise as much again. Sentinels and other nodes get late answers, and the system may end the process when swap is full, too.' +
            `${Number.isNaN(limit) ? '' : limit === 0 ? ' maxmemory is 0: nothing holds it back.' : ` maxmemory is ${gib(limit)}.`} A fragmentation ratio below 1 is this, and no good value.`,
          evidence: [
            'used_memory',
            'used_memory_rss',
            'total_system_memory',
            'mem_fragmentation_ratio',
            'maxmemory',
          ].flatMap((name) => info.stated.get(name) ?? []),
          fix: [
            `Give it less or the machine more: redis-cli CONFIG SET maxmemory BYTES at about ${isBeyond ? `60 % of ${gib(total)}` : '60 % of the memory of the machine'} (room for copy-on-write, buffers of replicas and the system), with a maxmemory-policy that fits; then CONFIG REWRITE.`,
          ],
          avoid: ['MEMORY PURGE and activedefrag change nothing here.'],
          collect: ['free -m; vmstat 1 10   (si, so)', 'grep -i vmswap /proc/PID/status'],
        },
      ]
    }),
}

/** Below that, rss and used_memory differ for other reasons. */
const smallest = 64 * 1024 * 1024

function nameOf({stream}: InfoFact): string {
  return instanceNameOf(stream)
}

function gib(bytes: number): string {
  const gibs = bytes / 1024 ** 3
  return gibs < 1 ? `${Math.round(bytes / 1024 ** 2)} MiB` : `${gibs.toFixed(2)} GiB`
}
