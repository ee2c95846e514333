import type {InfoFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Two servers of one history both say that they are master. */
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
        if (common === undefined || a.stream === b.stream) return []
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
