import {type Case, field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** One server belongs to two masters: a sentinel may take a foreign replica. */
export const groupsMixed: Rule = {
  id: 'groups-mixed',
  needs: 'the log or conf of a sentinel that monitors several masters',
  source: 'sentinel.c: sentinelRefreshInstanceInfo adds whatever a master lists as its replica',
  isExaminable: (evidence) => new Set(membersOf(evidence).map(({masterName}) => masterName)).size > 1,
  examine(evidence) {
    const byAddress = groupBy(membersOf(evidence), ({address}) => address)
    const shared = [...byAddress].filter(([, all]) => new Set(all.map(({masterName}) => masterName)).size > 1)
    return shared.map(
      ([address, all]): Diagnosis => ({
        severity: 'cause',
        certainty: 'certain',
        title: `${address} belongs to ${[...new Set(all.map(({masterName}) => masterName))].join(' and ')} at the same time.`,
        why: 'Sentinels reconfigure what they take for a replica: the next failover of one group makes a server of the other one follow its master, and its data is replaced. It happens when an address is given to another server (pods, DHCP), or a replica is moved by hand without SENTINEL RESET.',
        evidence: all.map(({stated}) => stated),
        fix: [
          'Find out to which group it belongs: redis-cli -h HOST INFO replication (master_host, or slaveN of its master)',
          'On every sentinel, one after another: redis-cli -p 26379 SENTINEL RESET NAME-OF-THE-OTHER-GROUP',
          'Use names or addresses that are never given to another server, and a password for each group.',
        ],
      }),
    )
  },
}

function membersOf(evidence: Case) {
  const fromLogs = evidence.events('+slave', '+monitor').map((line) => ({
    address: `${field(line, 'ip')}:${field(line, 'port')}`,
    masterName: field(line, 'masterName'),
    stated: line,
  }))
  const fromConfs = evidence
    .directives('sentinel monitor', 'sentinel known-replica', 'sentinel known-slave')
    .map((it) => ({address: `${it.words[1]}:${it.words[2]}`, masterName: it.words[0] ?? '', stated: it}))
  return [...fromLogs, ...fromConfs]
}
