import {instanceNameOf} from '../../evidence/instance-name.ts'
import {isMaskedAddress} from '../../topology/masked-address.ts'
import type {Case} from '../case.ts'
import {type Conf, findConfs, lastOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** Several replicas, or nodes of a cluster, announce one address: for sentinels and other nodes they are one. */
export const replicaAddressesShared: Rule = {
  id: 'replica-addresses-shared',
  needs: 'the confs of two replicas or nodes of a cluster, or INFO replication of a master',
  source: 'sentinel.c: replicas are known by ip:port; redis.conf: replica-announce-ip, replica-announce-port',
  isExaminable: (evidence) =>
    evidence.directives('replica-announce-ip', 'slave-announce-ip', 'cluster-announce-ip').length > 1 ||
    evidence.facts('info').some(({fields}) => fields.has('slave1')),
  examine(evidence) {
    const announced = findConfs(evidence).flatMap((conf) => {
      const ip = lastOf(conf, 'replica-announce-ip', 'slave-announce-ip')
      if (ip === undefined || conf.isSentinel) return []
      const port = portOf(conf, 'replica-announce-port', 'slave-announce-port')
      return [{name: conf.name, address: `${ip.words[0]}:${port}`, stated: ip}]
    })
    const fromConfs = [...groupBy(announced, ({address}) => address)]
      .filter(([address, all]) => all.length > 1 && !isMaskedAddress(address))
      .map(
        ([address, all]): Diagnosis =>
          shared(
            address,
            all.map(({name}) => name),
            all.map(({stated}) => stated),
          ),
      )
    const fromInfo = evidence.facts('info').flatMap((info) => {
      const listed = [...info.fields].flatMap(([name, value]) => {
        const match = /^ip=([^,]+),port=(\d+)/.exec(value)
        const stated = info.stated.get(name)
        return /^slave\d+$/.test(name) && match !== null && stated !== undefined
          ? [{name, address: `${match[1]}:${match[2]}`, stated}]
          : []
      })
      return [...groupBy(listed, ({address}) => address)]
        .filter(([address, all]) => all.length > 1 && !isMaskedAddress(address))
        .map(([address, all]) =>
          shared(
            address,
            all.map(({name}) => `${name} of ${instanceNameOf(info.stream)}`),
            all.map(({stated}) => stated),
          ),
        )
    })
    return [...fromConfs, ...clusterNodes(evidence), ...fromInfo]
  },
}

/** The port that a server announces, else the one where it listens. 0, as CONFIG GET has it, is none. */
function portOf(conf: Conf, ...announced: readonly string[]): string {
  const ports = [...announced, 'port', 'tls-port'].flatMap((name) => lastOf(conf, name)?.words[0] ?? [])
  return ports.find((port) => port !== '0') ?? '6379'
}

function shared(address: string, names: readonly string[], evidence: Diagnosis['evidence']): Diagnosis {
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${names.length} replicas have one address, ${address}: ${names.join(', ')}.`,
    why: 'Sentinels know a replica by its address, so they see one replica where there are several. They promote whatever answers there, which may be another one each time (a service or a load balancer in front), and never reconfigure the rest.',
    evidence,
    fix: [
      'Give each replica an address of its own: its pod or host name, or its host with a port of its own (replica-announce-ip and replica-announce-port).',
      'Then have the sentinels forget the shared one, one after another: redis-cli -p 26379 SENTINEL RESET NAME',
    ],
    collect: ['redis-cli -p 26379 SENTINEL REPLICAS NAME   (how many are listed?)'],
  }
}

/** Nodes of a cluster that announce the same address and port: a connection to it reaches one of them. */
function clusterNodes(evidence: Case): readonly Diagnosis[] {
  const announced = findConfs(evidence).flatMap((conf) => {
    const ip = lastOf(conf, 'cluster-announce-ip')
    if (ip === undefined) return []
    const port = portOf(conf, 'cluster-announce-port')
    return [{name: conf.name, address: `${ip.words[0]}:${port}`, stated: ip}]
  })
  return [...groupBy(announced, ({address}) => address)]
    .filter(([address, all]) => all.length > 1 && !isMaskedAddress(address))
    .map(([address, all]): Diagnosis => {
      const bus = Number(address.split(':').at(-1)) + 10_000
      return {
        severity: 'cause',
        certainty: 'certain',
        title: `${all.length} nodes of a cluster announce one address, ${address}: ${all.map(({name}) => name).join(', ')}.`,
        why: `Other nodes connect to the address that a node announces, on its port and on its bus port (${bus} unless another is announced), and clients are sent there. With one for all they reach one of these nodes, or none: the cluster does not join, or nodes take each other for themselves. Behind published ports each node is at another port of the host than in its container.`,
        evidence: all.map(({stated}) => stated),
        fix: [
          'On each node: cluster-announce-port and cluster-announce-bus-port of its own, the ports that the host publishes for it; publish both of them, the bus port, too.',
          'Or leave cluster-announce-ip out, when clients are in the same network as the nodes.',
        ],
        collect: [
          'redis-cli CLUSTER NODES   on two of them: which addresses?',
          'docker ps --format "{{.Names}} {{.Ports}}"',
        ],
      }
    })
}
