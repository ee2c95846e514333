import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

const tooOld = /Disconnected from (?:master|primary) for longer than allowed/i

/** A replica of a cluster does not stand for election, since it was without its master for too long. */
export const replicaDataTooOld: Rule = {
  id: 'replica-data-too-old',
  needs: 'the log of a replica of a cluster',
  source: 'cluster.c: clusterHandleSlaveFailover: data age > node-timeout × validity factor + ping period',
  isExaminable: (evidence) =>
    evidence.logs.some(({lines}) => lines.some(({event}) => event?.kind === 'transfer-timed-out')) ||
    evidence.facts('log').some(({message}) => tooOld.test(message)),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const excluded = lines.filter(({message}) => tooOld.test(message))
      const timedOut = lines.filter(({event}) => event?.kind === 'transfer-timed-out')
      const isCluster = evidence
        .facts('log')
        .some(({message}) => /FAIL message received|Cluster state changed|Failover auth/.test(message))
      if (!isCluster || (excluded.length === 0 && timedOut.length === 0)) return []
      const lastTimeout = timedOut.at(-1)
      const isDone =
        lastTimeout !== undefined &&
        lines
          .slice(lines.indexOf(lastTimeout))
          .some(({message}) => /sync: Finished with success|Successful partial/.test(message))
      if (excluded.length === 0 && isDone) return []
      const factor = evidence.directives(
        'cluster-replica-validity-factor',
        'cluster-slave-validity-factor',
      )[0]?.words[0]
      const nodeTimeout = evidence.directives('cluster-node-timeout')[0]?.words[0]
      const allowed =
        nodeTimeout === undefined
          ? `with the settings that Redis ships with, 15 s × ${factor ?? 10} + 10 s`
          : `here ${nodeTimeout} ms × ${factor ?? 10} + repl-ping-replica-period`
      return [
        {
          severity: 'cause',
          certainty: excluded.length > 0 ? 'certain' : 'likely',
          title:
            excluded.length > 0
              ? `${name} did not stand for election: its data is older than cluster-replica-validity-factor allows.`
              : `${name} never completed its sync with its master (${timedOut.length} transfers timed out), so its data is too old to stand for election.`,
          why:
            `A replica stands only when it was without its master for no longer than node-timeout × cluster-replica-validity-factor + the ping period: ${allowed}. ` +
            `${timedOut.length > 0 ? 'Each bulk transfer that times out leaves it without a master again, and the age of its data goes on growing. ' : ''}` +
            'Whether a majority of masters could vote is another question: votes are only asked for by a replica that stands.',
          evidence: [...excluded, ...timedOut],
          fix: [
            'Repair the connection between replica and master first: it is what makes transfers time out.',
            'Let transfers take longer: redis-cli CONFIG SET repl-timeout SECONDS (above the time of one whole sync), on both.',
            'Where availability matters more than lost writes: redis-cli CONFIG SET cluster-replica-validity-factor 0 (cluster-slave-validity-factor before 5.0)',
            'To take over now, on the replica: redis-cli CLUSTER FAILOVER FORCE (TAKEOVER without a majority of masters)',
          ],
          collect: [
            'redis-cli CONFIG GET cluster-node-timeout   (and cluster-replica-validity-factor, repl-timeout)',
            'redis-cli INFO replication   on the replica: master_link_down_since_seconds',
          ],
        },
      ]
    }),
}
