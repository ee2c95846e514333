import type {DirectiveFact, InfoFact, Stated} from '../../evidence/facts.ts'
import {podNetworks} from '../../topology/pod-networks.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A replica is known by the gateway of a container network, where it cannot be reached. */
export const containerAddress: Rule = {
  id: 'container-address',
  needs: 'INFO replication of a master, or what sentinels know of replicas',
  source:
    'redis.io, Sentinel: "Sentinel, Docker, NAT, and possible issues"; replication.c: replicas are listed by the source of their connection',
  isExaminable: (evidence) =>
    evidence.facts('info').some(({fields}) => fields.has('slave0')) || knownReplicas(evidence).length > 0,
  examine: (evidence) => [
    ...gatewayOfPods(evidence),
    ...evidence.facts('info').flatMap((info): readonly Diagnosis[] =>
      listedReplicas(info).flatMap(({host, stated}): readonly Diagnosis[] => {
        if (!isBridgeGateway(host) || isAnnounced(evidence, host)) return []
        const containers = evidence
          .facts('service')
          .filter(
            ({hasHostNetwork, command}) =>
              !hasHostNetwork && !command.some((word) => word.includes('announce-ip')),
          )
        return [
          {
            severity: 'cause',
            certainty: containers.length > 0 ? 'certain' : 'likely',
            title: `${host} is the gateway of a container network, not the replica's address.`,
            why:
              `A master lists a replica by the source address of its connection. Here that is the NAT gateway of a bridge (172.16.0.0/12, last part .1), since the replica runs in a container${containers.length > 0 ? ' without --network host' : ''} and announces no address. ` +
              'Replication itself works: the replica opens the connection. Sentinels take the addresses of replicas from this list, so they ask, promote and hand out an address where no replica is: a failover cannot work.',
            evidence: [stated, ...containers],
            fix: [
              'On the replica: replica-announce-ip HOST-ADDRESS and replica-announce-port PUBLISHED-PORT (slave-announce-… before 5.0), and publish that port (-p 6379:6379)',
              'Or run it on the network of the host: docker run --network host',
              'Then have the sentinels forget the wrong address: redis-cli -p 26379 SENTINEL RESET NAME, one after another',
            ],
            collect:
              containers.length > 0
                ? []
                : [
                    'redis-cli -h REPLICA CONFIG GET replica-announce-*',
                    'docker inspect CONTAINER   (NetworkMode, Ports)',
                  ],
          },
        ]
      }),
    ),
  ],
}

function listedReplicas({
  fields,
  stated,
}: InfoFact): readonly {readonly host: string; readonly stated: Stated}[] {
  return [...fields].flatMap(([name, value]) => {
    const host = /\bip=([^,]+)/.exec(value)?.[1]
    const line = stated.get(name)
    return /^slave\d+$/.test(name) && host !== undefined && line !== undefined ? [{host, stated: line}] : []
  })
}

/** Docker takes bridges from 172.17.0.0/16 on, and 192.168.x.0/20 after these; the gateway is the first address. */
function isBridgeGateway(host: string): boolean {
  return /^172\.(?:1[6-9]|2\d|3[01])\.\d+\.1$/.test(host)
}

function isAnnounced(evidence: Case, host: string): boolean {
  return evidence.directives('replica-announce-ip', 'slave-announce-ip').some(({words}) => words[0] === host)
}

/** The first address of a network of pods, a /24 a machine: that of its bridge. */
const podBridge = new RegExp(`^10\\.(?:${podNetworks.join('|')})\\.\\d+\\.1$`)

function knownReplicas(evidence: Case): readonly DirectiveFact[] {
  return evidence.directives('sentinel known-replica', 'sentinel known-slave')
}

/** A replica on record at the bridge of a machine, whose pods are where the master and the other sentinels are, too. */
function gatewayOfPods(evidence: Case): readonly Diagnosis[] {
  return knownReplicas(evidence).flatMap((known): readonly Diagnosis[] => {
    const [name = '', host = ''] = known.words
    if (!podBridge.test(host) || isAnnounced(evidence, host)) return []
    const network = host.replace(/\d+$/, '')
    const neighbours = evidence
      .directives('sentinel monitor', 'sentinel known-sentinel')
      .filter(
        ({words, stream}) => stream === known.stream && words[0] === name && words[1]?.startsWith(network),
      )
    if (neighbours.length === 0) return []
    return [
      {
        severity: 'cause',
        certainty: 'likely',
        title: `${host}, a replica of ${name} on record, is most likely no pod: it is the first address of the network in which ${neighbours.length === 1 ? 'another of its addresses is' : 'the other addresses are'}, that of the bridge of the machine.`,
        why: 'A master lists a replica by the source address of its connection. Where the network translates addresses between machines or for a service (masquerade), that is the bridge. Replication works, since the replica opens the connection. Sentinels take the address from that list: they ask, promote and hand out one where no replica is, and keep it on record.',
        evidence: [known, ...neighbours],
        fix: [
          'On the replica: replica-announce-ip with the address of its pod (POD_IP of the downward API), or do not translate addresses inside the network of pods.',
          `Then have the sentinels forget it, one after another: redis-cli -p 26379 SENTINEL RESET ${name}`,
        ],
        collect: [
          'redis-cli INFO replication   on the master (slave0: ip=…)',
          'kubectl get pods -o wide   (has any pod this address?); ip addr show cni0   on the machine',
        ],
      },
    ]
  })
}
