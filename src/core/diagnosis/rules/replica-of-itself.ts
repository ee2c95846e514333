import {field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A sentinel takes a master for a replica of itself: two addresses, or two servers, share one. */
export const replicaOfItself: Rule = {
  id: 'replica-of-itself',
  needs: 'the log or the conf of a sentinel',
  source: 'sentinel.c: sentinelRefreshInstanceInfo adds what a master lists as its replicas, by address',
  isExaminable: (evidence) =>
    evidence.directives('sentinel monitor').length > 0 || evidence.logs.some(({isSentinel}) => isSentinel),
  examine(evidence) {
    const lines = evidence
      .events('+slave', '+convert-to-slave', '+fix-slave-config')
      .filter(
        (line) =>
          field(line, 'ip') === field(line, 'masterIp') && field(line, 'port') === field(line, 'masterPort'),
      )
    const known = evidence
      .directives('sentinel known-replica', 'sentinel known-slave')
      .filter((it) =>
        evidence
          .directives('sentinel monitor')
          .some(
            ({stream, words}) =>
              stream === it.stream &&
              words[0] === it.words[0] &&
              words[1] === it.words[1] &&
              words[2] === it.words[2],
          ),
      )
    const all = [...lines, ...known]
    const [first] = all
    if (first === undefined) return []
    const finding: Diagnosis = {
      severity: 'cause',
      certainty: 'certain',
      title:
        'The address of the master is also that of one of its replicas: a sentinel would make a server a replica of itself.',
      why: 'A replica was listed under the address of the master. It connects through NAT or a service that shows that address, announces it (replica-announce-ip), really answers there, or is left over in a sentinel.conf that was copied or edited (known-replica lines). A server that is told to replicate from itself takes no writes, and no failover ends.',
      evidence: all,
      fix: [
        'Give each server an address of its own, and announce that one: replica-announce-ip, replica-announce-port.',
        'On a server that follows itself: redis-cli REPLICAOF NO ONE',
        'Then, one sentinel after another: redis-cli -p 26379 SENTINEL RESET NAME',
      ],
      collect: [
        'redis-cli -h MASTER INFO replication   (slave0: …)',
        'redis-cli -h REPLICA CONFIG GET replica-announce-*',
      ],
    }
    return [finding]
  },
}
