import {type Conf, findConfs} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** After a failover all replicas may take their copies at the same time: none is left to read from. */
export const parallelSyncsAll: Rule = {
  id: 'parallel-syncs-all',
  needs: 'parallel-syncs and the replicas of a sentinel: its conf as it has written it, or its replies',
  source: 'sentinel.conf: parallel-syncs; sentinel.c: sentinelFailoverReconfNextSlave',
  lab: 'parallel-syncs',
  isExaminable: (evidence) =>
    evidence.directives('sentinel parallel-syncs').length > 0 &&
    evidence.directives('sentinel known-replica', 'sentinel known-slave').length > 0,
  examine(evidence) {
    const found = findConfs(evidence).flatMap((conf) => examineConf(conf))
    // One that all sentinels have is one finding.
    return [...new Map(found.map((it) => [it.title, it])).values()]
  },
}

function examineConf({directives}: Conf): readonly Diagnosis[] {
  return directives
    .filter(({name}) => name === 'sentinel parallel-syncs')
    .flatMap((line): readonly Diagnosis[] => {
      const [master, count] = line.words
      const replicas = directives.filter(
        ({name, words}) => /^sentinel known-(?:replica|slave)$/.test(name) && words[0] === master,
      )
      // One of them is promoted; the others copy from it.
      const left = replicas.length - 1
      if (left < 2 || Number(count) < left) return []
      return [
        {
          severity: 'note',
          certainty: 'certain',
          title: `parallel-syncs of ${master} is ${count}: after a failover all ${left} replicas that are left may copy at once.`,
          why: 'While a replica loads a whole copy it answers reads with LOADING, or with old data before. Where applications read from replicas, nobody is left for them in that time; the new master sends all copies at once. Where a partial resynchronisation works, nothing of this is seen.',
          evidence: [line, ...replicas],
          fix: [
            `Where replicas are read from, on every sentinel: redis-cli -p 26379 SENTINEL SET ${master} parallel-syncs 1`,
          ],
        },
      ]
    })
}
