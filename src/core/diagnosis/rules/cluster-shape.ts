import type {NodeFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** Where the nodes of a cluster are: what the loss of one machine takes with it. */
export const clusterShape: Rule = {
  id: 'cluster-shape',
  needs: 'CLUSTER NODES of a node, with all nodes',
  source:
    'redis.io, Scaling: at least three masters; redis-cli --cluster create: anti-affinity; cluster.c: a majority of masters with slots votes',
  lab: 'cluster-majority-lost',
  isExaminable: (evidence) => evidence.facts('cluster-node').some(({node}) => node.flags.includes('myself')),
  examine(evidence) {
    const lists = groupBy(
      evidence.facts('cluster-node').filter(({from}) => from !== 'check'),
      ({stream, list}) => `${stream} ${list}`,
    )
    const whole = [...lists.values()].find((nodes) => nodes.some(({node}) => node.flags.includes('myself')))
    // A node that has not met all others yet knows only a part of the cluster.
    if (whole === undefined || whole.some(({node}) => node.flags.includes('handshake'))) return []
    const living = whole.filter(
      ({node}) => !node.flags.some((flag) => flag === 'noaddr' || flag === 'handshake'),
    )
    const masters = living.filter(({node}) => node.flags.includes('master') && node.slots.length > 0)
    const findings: Diagnosis[] = []
    if (masters.length < 3 && masters.length > 0) {
      findings.push({
        severity: 'risk',
        certainty: 'certain',
        title: `${masters.length} master${masters.length === 1 ? ' has' : 's have'} slots: no failover is possible when one is lost.`,
        why: `A replica needs the votes of a majority of the masters with slots: ${Math.floor(masters.length / 2) + 1} of ${masters.length}. With fewer than three, the loss of one leaves no majority.`,
        evidence: masters,
        fix: ['Run three masters with slots, or more.'],
      })
      return findings
    }
    const hasPromoted = living.some(
      ({node}) => node.flags.includes('master') && node.slots.length === 0 && node.configEpoch > 0,
    )
    const alone = masters.filter(
      ({node}) => !living.some((it) => it.node.masterId === node.id && !it.node.flags.includes('fail')),
    )
    if (alone.length > 0 && !hasPromoted) {
      findings.push({
        severity: 'risk',
        certainty: 'certain',
        title: `${joinNames(alone.map(nameOf))} ${alone.length === 1 ? 'has' : 'have'} no replica: when such a master is lost, its slots are.`,
        why: 'With cluster-require-full-coverage yes, which Redis ships with, the whole cluster stops then.',
        evidence: alone,
        fix: [
          'Add a replica: redis-cli --cluster add-node NEW-HOST:PORT HOST:PORT --cluster-slave --cluster-master-id ID',
        ],
      })
    }
    findings.push(...perHost(living, masters))
    return findings
  },
}

/** Findings about machines, as far as addresses show them: nodes with one host, and more than one host in all. */
function perHost(living: readonly NodeFact[], masters: readonly NodeFact[]): readonly Diagnosis[] {
  const hosts = groupBy(living, hostOf)
  // A node that does not know its own address is listed as `:0`: where it is, is not known.
  if (hosts.size < 2 || hosts.has('')) return []
  const together = living.filter((replica) => {
    const master = masters.find(({node}) => node.id === replica.node.masterId)
    const others = living.filter((it) => it !== replica && it.node.masterId === replica.node.masterId)
    return (
      master !== undefined &&
      hostOf(master) === hostOf(replica) &&
      others.every((it) => hostOf(it) === hostOf(master))
    )
  })
  const majority = Math.floor(masters.length / 2) + 1
  const heavy = [...groupBy(masters, hostOf)].filter(([, own]) => masters.length - own.length < majority)
  return [
    ...together.map(
      (replica): Diagnosis => ({
        severity: 'risk',
        certainty: 'certain',
        title: `A master and its only replica are on one machine, ${hostOf(replica)}: its loss loses their slots.`,
        why: 'No other node has that data.',
        evidence: [replica, ...masters.filter(({node}) => node.id === replica.node.masterId)],
        fix: [
          'Move one of them: on the replica of another shard, redis-cli CLUSTER REPLICATE MASTER-ID, crosswise.',
        ],
      }),
    ),
    ...heavy.map(
      ([host, own]): Diagnosis => ({
        severity: 'risk',
        certainty: 'certain',
        title: `${own.length} of ${masters.length} masters are on one machine, ${host}: its loss takes the majority (${majority}), and no replica can be elected.`,
        why: `${masters.length - own.length} would be left to vote, and ${majority} are needed.`,
        evidence: own,
        fix: ['Spread the masters: redis-cli -h REPLICA-ELSEWHERE CLUSTER FAILOVER moves one without loss.'],
      }),
    ),
  ]
}

function nameOf({node}: NodeFact): string {
  return node.address.startsWith(':') ? `node ${node.id.slice(0, 8)}…` : node.address
}

function hostOf({node}: NodeFact): string {
  return node.address.slice(0, node.address.lastIndexOf(':'))
}
