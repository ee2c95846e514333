import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A failover by request in a cluster did not come about. */
export const manualFailoverTimedOut: Rule = {
  id: 'manual-failover-timed-out',
  needs: 'the log of a node of a cluster',
  source: 'cluster.c: manualFailoverCheckTimeout, CLUSTER_MF_TIMEOUT 5 s',
  lab: 'cluster-manual-failover',
  isExaminable: (evidence) => evidence.facts('log').some(({message}) => /anual failover/.test(message)),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const timedOut = lines.filter(({message}) => /^Manual failover timed out/.test(message))
      const [first] = timedOut
      if (first === undefined) return []
      const asked = lines.filter(({message}) =>
        /anual failover user request accepted|anual failover requested/.test(message),
      )
      const elections = lines.filter(({message}) =>
        /^Start(?:ing a failover election| of election)/.test(message),
      )
      const hasAsked = elections.some(({message}) => /^Starting a failover election/.test(message))
      const processed = lines.some(({message}) =>
        /^All (?:master|primary) replication stream processed/.test(message),
      )
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${name} did not take over in the 5 s that a failover by request has.`,
          why: hasAsked
            ? 'An election began: the replica asked for votes and did not get those of a majority of the masters in time.'
            : processed
              ? `The replica had everything that its master had (its stream was processed), so it is not behind; but no line says that it asked for votes.${elections.length > 0 ? ` It put the election off ${elections.length} times: an attempt before it was not over yet (4 × cluster-node-timeout), or the version had that fault (3.0 before its first release).` : ''}`
              : 'No election began: the replica and its master did not come to the same offset while the master held its clients back. It is far behind, a link between the two is slow, or the master did not hear of it.',
          evidence: [...asked, ...elections.slice(-2), ...timedOut],
          fix: [
            'Try again when lag is small: redis-cli CLUSTER FAILOVER',
            'Without asking its master: CLUSTER FAILOVER FORCE (writes that have not arrived are lost)',
          ],
          collect: [
            'redis-cli INFO replication   on both: master_repl_offset, lag',
            'redis-cli CLUSTER NODES   (which masters answer?)',
          ],
        },
      ]
    }),
}
