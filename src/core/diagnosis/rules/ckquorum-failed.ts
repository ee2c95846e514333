import {instanceNameOf} from '../../evidence/instance-name.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** SENTINEL CKQUORUM says that a failover is not possible now. */
export const ckquorumFailed: Rule = {
  id: 'ckquorum-failed',
  needs: 'the answer of SENTINEL CKQUORUM',
  source: 'sentinel.c: sentinelIsQuorumReachable',
  lab: 'ckquorum',
  isExaminable: (evidence) =>
    evidence.facts('answer').some(({text}) => /NOQUORUM|usable Sentinels/.test(text)),
  examine(evidence) {
    const answers = evidence.facts('answer').filter(({text}) => /NOQUORUM/.test(text))
    // One sentinel alone may be the one that is cut off.
    const isAlone = new Set(answers.map(({stream}) => stream)).size < 2
    return answers.map((answer): Diagnosis => {
      const usable = /NOQUORUM (\d+) usable/.exec(answer.text)?.[1]
      const noQuorum = /specified quorum/.test(answer.text)
      const noMajority = /majority/.test(answer.text)
      return {
        severity: 'cause',
        certainty: isAlone ? 'likely' : 'certain',
        title: `As ${instanceNameOf(answer.stream)} counts, no failover is possible now: ${usable ?? 'too few'} usable sentinels${noMajority ? ', which are no majority of all that are on record' : ''}${noQuorum ? ', fewer than the quorum' : ''}.`,
        why: `${isAlone ? 'This is the view of one sentinel alone. ' : ''}CKQUORUM counts the sentinels that answer, itself included, and compares with the quorum and with the majority of all that it has on record. Sentinels that no longer exist count as on record until SENTINEL RESET.`,
        evidence: [answer],
        fix: [
          'Bring back the sentinels that are down, or',
          'when they are gone for good, have the others forget them, one after another, 30 s apart: redis-cli -p 26379 SENTINEL RESET NAME',
        ],
        collect: [
          'redis-cli -p 26379 SENTINEL SENTINELS NAME   (flags: s_down, disconnected)',
          ...(isAlone ? ['redis-cli -p 26379 SENTINEL CKQUORUM NAME   on the other sentinels'] : []),
        ],
      }
    })
  },
}
