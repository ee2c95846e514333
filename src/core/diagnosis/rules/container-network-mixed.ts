import type {Stated} from '../../evidence/facts.ts'
import {type Case, field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

interface Seen {
  readonly host: string
  readonly subject: string
  readonly masterIp: string
  readonly isDown: boolean
  readonly stated: Stated
}

/** Sentinels or replicas are known by an address of a container network, while others are elsewhere. */
export const containerNetworkMixed: Rule = {
  id: 'container-network-mixed',
  needs: 'the log of a sentinel that found replicas or other sentinels, or its conf',
  source: 'redis.io, Sentinel: "Sentinel, Docker, NAT, and possible issues"',
  isExaminable: (evidence) => seenBySentinels(evidence).length > 0,
  examine(evidence) {
    const inside = seenBySentinels(evidence).filter(
      ({host, masterIp}) =>
        isBridge(host) && masterIp !== '' && !isBridge(masterIp) && !/[a-z]/i.test(masterIp),
    )
    const byHost = groupBy(inside, ({host}) => host)
    if (byHost.size === 0) return []
    const isDown = inside.some((it) => it.isDown)
    const hosts = [...byHost.keys()]
    const subjects = [...new Set(inside.map(({subject}) => subject))]
    const finding: Diagnosis = {
      severity: isDown ? 'cause' : 'risk',
      certainty: isDown ? 'certain' : 'likely',
      title: `${subjects.map((it) => (it === 'sentinel' ? 'Sentinels' : 'Replicas')).join(' and ')} are known by container addresses (${hosts.slice(0, 3).join(', ')}), which other machines do not reach; the master is at ${inside[0]?.masterIp}.`,
      why: 'Inside a container the own address is that of the bridge (172.16.0.0/12), and that is what is announced or seen. Sentinels and clients on other machines cannot connect there: such sentinels never vote, such replicas are down for them and are never promoted, or are handed out to clients that cannot reach them.',
      evidence: [...byHost.values()].flatMap((all) => all.map(({stated}) => stated)),
      fix: [
        'On sentinels: sentinel announce-ip HOST-ADDRESS and sentinel announce-port PUBLISHED-PORT',
        'On servers: replica-announce-ip HOST-ADDRESS and replica-announce-port PUBLISHED-PORT; or run all on the network of the host',
        'Then, one sentinel after another: redis-cli -p 26379 SENTINEL RESET NAME',
      ],
      collect: [
        'redis-cli -p 26379 SENTINEL SENTINELS NAME   and SENTINEL REPLICAS NAME: which addresses, which flags?',
      ],
    }
    return [finding]
  },
}

function seenBySentinels(evidence: Case): readonly Seen[] {
  const down = new Set(evidence.events('+sdown').map((line) => field(line, 'ip')))
  const fromLogs = evidence.events('+slave', '+sentinel').map((line) => ({
    host: field(line, 'ip'),
    subject: field(line, 'subject'),
    masterIp: field(line, 'masterIp'),
    isDown: down.has(field(line, 'ip')),
    stated: line,
  }))
  const fromConfs = evidence
    .directives('sentinel known-replica', 'sentinel known-slave', 'sentinel known-sentinel')
    .map((it) => {
      const monitor = evidence
        .directives('sentinel monitor')
        .find(({stream, words}) => stream === it.stream && words[0] === it.words[0])
      return {
        host: it.words[1] ?? '',
        subject: it.name.endsWith('sentinel') ? 'sentinel' : 'replica',
        masterIp: monitor?.words[1] ?? '',
        isDown: false,
        stated: it,
      }
    })
  return [...fromLogs, ...fromConfs]
}

/** 172.16.0.0/12: where Docker puts its bridges. */
function isBridge(host: string): boolean {
  return /^172\.(?:1[6-9]|2\d|3[01])\./.test(host)
}
