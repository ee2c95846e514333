import type {InfoFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Two servers both say that they are master. */
export const twoMasters: Rule = {
  id: 'two-masters',
  needs: 'INFO replication of two masters',
  source: 'replication.c: master_replid2 is the id of the history that a promoted replica had before',
  lab: 'split-brain',
  isExaminable: (evidence) => evidence.facts('info').filter(isMaster).length > 1,
  examine(evidence) {
    const masters = evidence.facts('info').filter(isMaster)
    return masters.flatMap((a, index) =>
      masters.slice(index + 1).flatMap((b): readonly Diagnosis[] => {
        const ids = (info: InfoFact) =>
          [info.fields.get('master_replid'), info.fields.get('master_replid2')].filter(
            (id) => id !== undefined && !/^0*$/.test(id),
          )
        const common = ids(a).find((id) => ids(b).includes(id))
        if (a.stream === b.stream) return []
        if (common === undefined) return apart(a, b, masters.length)
        const newer = a.fields.get('master_replid2') === common ? a : b
        const older = newer === a ? b : a
        const from = newer.fields.get('second_repl_offset')
        return [
          {
            severity: 'cause',
            certainty: 'certain',
            title: `${instanceNameOf(a.stream)} and ${instanceNameOf(b.stream)} are both master, with a common past.`,
            why: `Both know the replication id ${common.slice(0, 8)}…: one was a replica of the other. ${instanceNameOf(newer.stream)} was promoted${from === undefined || from === '-1' ? '' : ` at offset ${from}`}; ${instanceNameOf(older.stream)} does not know. What clients wrote to it since then is lost as soon as it becomes a replica.`,
            evidence: [a, b].flatMap((info) =>
              ['role', 'master_replid', 'master_replid2', 'second_repl_offset'].flatMap(
                (name) => info.stated.get(name) ?? [],
              ),
            ),
            fix: [
              'Take the clients off the old one first.',
              'Save what only it has, if that matters: redis-cli -h OLD --rdb old.rdb',
              `Then: redis-cli -h OLD REPLICAOF NEW-HOST PORT, and redis-cli -p 26379 SENTINEL RESET NAME, one sentinel after another`,
            ],
            collect: [
              'redis-cli -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME NAME   on each sentinel',
              'redis-cli CLIENT LIST   on both: who still writes to the old one?',
            ],
          },
        ]
      }),
    )
  },
}

function isMaster({fields}: InfoFact): boolean {
  return fields.get('role') === 'master'
}

/** Masters of two groups have replicas each; one that none follows may be the old master, come back as it was configured. */
function apart(a: InfoFact, b: InfoFact, masters: number): readonly Diagnosis[] {
  const replicasOf = ({fields}: InfoFact) => Number(fields.get('connected_slaves') ?? Number.NaN)
  const isInCluster = [a, b].some(({fields}) => fields.get('cluster_enabled') === '1')
  const [alone, followed] = replicasOf(a) === 0 ? [a, b] : [b, a]
  if (masters !== 2 || isInCluster || replicasOf(alone) !== 0 || !(replicasOf(followed) > 0)) return []
  const hasPast = !/^0*$/.test(followed.fields.get('master_replid2') ?? '')
  const offset = alone.fields.get('master_repl_offset')
  const [lonely, other] = [instanceNameOf(alone.stream), instanceNameOf(followed.stream)]
  return [
    {
      severity: 'cause',
      certainty: 'likely',
      title: `${lonely} and ${other} are both master: ${other} has ${replicasOf(followed)} ${replicasOf(followed) === 1 ? 'replica' : 'replicas'}, ${lonely} has none.`,
      why: `If they are of one group, clients that find ${lonely} write where nobody copies, and all of that is lost as soon as it becomes a replica. ${
        hasPast
          ? `${other} was promoted (its master_replid2 names the history from before)${offset === '0' ? `; ${lonely} has begun a history of its own, at offset 0: it came back after that and started as the master that its conf makes it` : ''}. `
          : ''
      }Their replication ids have nothing in common, so these replies do not show that one was a replica of the other.`,
      evidence: [alone, followed].flatMap((info) =>
        ['role', 'connected_slaves', 'master_replid', 'master_replid2', 'master_repl_offset'].flatMap(
          (name) => info.stated.get(name) ?? [],
        ),
      ),
      fix: [
        `Keep the one that has the replicas and the past, ${other}, unless ${lonely} has writes that matter: redis-cli -h ${lonely} --rdb ${lonely}.rdb saves them.`,
        `Then: redis-cli -h ${lonely} REPLICAOF HOST-OF-${other} PORT`,
        'So that it does not come again: at its start a server asks the sentinels who is master (SENTINEL GET-MASTER-ADDR-BY-NAME) and follows that one, and its conf, with the replicaof line that the sentinel has written there, outlives a restart.',
      ],
      collect: [
        'redis-cli -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME NAME   and SENTINEL REPLICAS NAME, on each sentinel: does it know the other one?',
        `redis-cli CLIENT LIST   on ${lonely}: who writes to it?`,
      ],
    },
  ]
}
