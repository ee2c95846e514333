import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import {findNeverReached, type NeverReached} from '../replicas-never-reached.ts'
import type {Rule} from '../rule.ts'

/** Sentinels do not reach a replica, or may not: replication, which the replica opens itself, says nothing of that. */
export const sentinelsReachReplica: Rule = {
  id: 'sentinels-reach-replica',
  needs: 'INFO replication of a master and of its replica, or the log of a sentinel that found replicas',
  source: 'sentinel.c: sentinelSelectSlave; redis.conf: protected-mode',
  isExaminable: (evidence) =>
    evidence.facts('info').some(({fields}) => fields.get('role') === 'slave') || evidence.hasEvents('+slave'),
  examine(evidence) {
    const infos = evidence.facts('info')
    // Where two say that they are master, that is the question.
    if (infos.filter(({fields}) => fields.get('role') === 'master').length > 1) return neverReached(evidence)
    return [...neverReached(evidence), ...healthyByBoth(evidence)]
  },
}

function healthyByBoth(evidence: Case): readonly Diagnosis[] {
  const infos = evidence.facts('info')
  return infos.flatMap((replica): readonly Diagnosis[] => {
    if (replica.fields.get('role') !== 'slave' || replica.fields.get('master_link_status') !== 'up') return []
    const replid = replica.fields.get('master_replid')
    const master = infos.find(
      ({fields}) => fields.get('role') === 'master' && fields.get('master_replid') === replid,
    )
    const listed = [...(master?.fields ?? [])].find(
      ([name, value]) => /^slave\d+$/.test(name) && value.includes('state=online') && value.includes('lag='),
    )
    if (master === undefined || listed === undefined) return []
    const priority = replica.fields.get('slave_priority') ?? '100'
    if (priority === '0') return []
    const lag = /lag=(-?\d+)/.exec(listed[1])?.[1] ?? '?'
    const quotes = [
      master.stated.get('role'),
      master.stated.get(listed[0]),
      ...['role', 'master_link_status', 'slave_priority'].map((name) => replica.stated.get(name)),
    ].filter((it) => it !== undefined)
    const hasSentinel = evidence.logs.some(({isSentinel}) => isSentinel)
    return [
      {
        severity: hasSentinel ? 'note' : 'risk',
        certainty: 'possible',
        title: `Replication is healthy by both sides (online, lag ${lag}, link up, priority ${priority}). That does not prove that the sentinels can connect to ${instanceNameOf(replica.stream)}.`,
        why:
          'The replica opens the connection for replication itself; a sentinel opens its own, to the replica. When a failover finds no good replica although replication looks like this, ' +
          'what is left is the way from the sentinels to the replica: protected-mode (which lets only loopback in while there is neither bind nor a password), bind, a password that the sentinels lack, a firewall.',
        evidence: quotes,
        fix: [
          'Set a password and bind on both servers (or protected-mode no inside a closed network), and sentinel auth-pass on every sentinel.',
        ],
        collect: [
          'From the machine of each sentinel: redis-cli -h REPLICA -p 6379 PING',
          'redis-cli -p 26379 SENTINEL REPLICAS NAME   (flags: s_down, disconnected)',
          'redis-cli -h REPLICA CONFIG GET protected-mode   (and bind, requirepass)',
        ],
      },
    ]
  })
}

function neverReached(evidence: Case): readonly Diagnosis[] {
  const groups = groupBy(findNeverReached(evidence), ({log, masterName}) => `${log.stream} ${masterName}`)
  return [...groups.values()].map((all): Diagnosis => {
    const [{log, masterName, afterMs}] = all as [NeverReached, ...NeverReached[]]
    const addresses = all.map(({address}) => address)
    const isOne = all.length === 1
    return {
      severity: 'cause',
      certainty: 'likely',
      title: `${log.name} never reached ${isOne ? 'the replica' : 'the replicas'} ${joinNames(addresses)}: ${isOne ? 'it counts' : 'each counts'} as down ${(afterMs / 1000).toFixed(1)} s after it was found, and never as up.`,
      why:
        `A sentinel takes the addresses of replicas from INFO of the master, which shows where their connections come from, or what they announce. Such an address need not lead back to them: that of a load balancer or a virtual address (Docker Swarm, a service of Kubernetes), of NAT, of a bridge. Else the replica refuses the sentinel: protected-mode, bind, a password that the sentinel lacks, TLS. ` +
        `No failover can take a replica that counts as down${isOne ? '' : `, so none is possible for ${masterName}`}.`,
      evidence: all.flatMap(({found, down}) => [found, down]),
      fix: [
        'On each replica: replica-announce-ip (and replica-announce-port), an address at which sentinels and clients reach it.',
        `Then have the sentinels forget the old ones, one sentinel after another: redis-cli -p 26379 SENTINEL RESET ${masterName}`,
      ],
      collect: [
        `From the machine of ${log.name}: redis-cli -h ${addresses[0]?.replace(/:\d+$/, '')} -p ${addresses[0]?.split(':').at(-1)} PING`,
        'redis-cli INFO replication   on the master (slave0: ip=…), and on a replica which addresses it has: hostname -i',
      ],
    }
  })
}
