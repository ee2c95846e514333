import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A replica stood for election and did not get the votes of a majority of the masters. */
export const clusterVoteMissing: Rule = {
  id: 'cluster-vote-missing',
  needs: 'the log of a replica of a cluster',
  source: 'cluster.c: clusterHandleSlaveFailover, clusterSendFailoverAuthIfNeeded',
  lab: 'cluster-majority-lost',
  isExaminable: (evidence) =>
    evidence
      .facts('log')
      .some(({message}) =>
        /Start of election delayed|Starting a failover election|unable to failover|Failover auth denied/.test(
          message,
        ),
      ),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const waiting = lines.filter(({message}) =>
        /Currently unable to failover: Waiting for votes/.test(message),
      )
      const expired = lines.filter(({message}) =>
        /Currently unable to failover: Failover attempt expired/.test(message),
      )
      const started = lines.filter(({message}) => /^Starting a failover election/.test(message))
      const won = lines.some(({message}) => /^Failover election won/.test(message))
      if (won || (waiting.length === 0 && expired.length === 0)) return []
      const denied = evidence.facts('log').filter(({message}) => /Failover auth denied/.test(message))
      const whys = [...new Set(denied.map(({message}) => /: (.*)$/.exec(message)?.[1] ?? ''))].filter(
        (why) => why !== '',
      )
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${name} stood for election ${started.length > 1 ? `${started.length} times ` : ''}and did not get the votes of a majority of the masters.`,
          why:
            'Only masters with slots vote, and more than half of all of them have to, those that are down counted. ' +
            `${whys.length > 0 ? `Masters refused: ${whys.slice(0, 3).join('; ')}. ` : 'No line here shows a refusal: as many masters as are missing were down, or did not reach this replica. '}` +
            'It tries again after 4 × cluster-node-timeout.',
          evidence: [...started.slice(-2), ...waiting.slice(-2), ...expired.slice(-1), ...denied.slice(0, 3)],
          fix: [
            'Bring back the masters that are down, or repair their way to this replica (the bus port, port + 10000, too).',
            'When a majority of masters is lost for good, on this replica: redis-cli CLUSTER FAILOVER TAKEOVER',
          ],
          avoid: [
            'TAKEOVER asks nobody: while the old master may still take writes, the writes of one side are lost.',
          ],
          collect: ['redis-cli CLUSTER NODES   on this replica: which masters have the flag fail or fail?'],
        },
      ]
    }),
}
