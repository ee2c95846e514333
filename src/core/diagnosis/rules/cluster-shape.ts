import type {NodeFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import {countSlots} from '../../topology/slots.ts'
import type {Case} from '../case.ts'
import {nameOfNode, viewpointOf, wholeClusterList} from '../cluster-list.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** A cluster has too few masters to elect one, or masters without a replica. */
export const clusterShape: Rule = {
  id: 'cluster-shape',
  needs: 'CLUSTER NODES of a node, with all nodes',
  source: 'redis.io, Scaling: at least three masters; cluster.c: a majority of masters with slots votes',
  lab: 'cluster-full-coverage',
  isExaminable: (evidence) =>
    evidence.facts('cluster-node').some(({node, from}) => from === 'check' || node.flags.includes('myself')),
  examine(evidence) {
    const living = wholeClusterList(evidence)
    // A resharding that is under way may just be giving slots to the others.
    const few = evidence.has('open-slots') ? undefined : votersOf(evidence)
    if (few !== undefined) return [few]
    const masters = living.filter(({node}) => node.flags.includes('master') && node.slots.length > 0)
    const view = viewpointOf(living, evidence)
    const findings: Diagnosis[] = []
    const [only] = living
    if (only !== undefined && living.length === 1 && only.from === 'nodes') return [knowsNobody(only)]
    if (masters.length < 3 && masters.length > 0) {
      findings.push({
        severity: 'risk',
        certainty: view.certainty,
        title: `${masters.length} master${masters.length === 1 ? ' has' : 's have'} slots: no failover is possible when one is lost.`,
        why: `${view.words}A replica needs the votes of a majority of the masters with slots: ${Math.floor(masters.length / 2) + 1} of ${masters.length}. With fewer than three, the loss of one leaves no majority.`,
        evidence: masters,
        fix: ['Run three masters with slots, or more.'],
        collect: view.collect,
      })
      return findings
    }
    const hasPromoted = living.some(
      ({node}) => node.flags.includes('master') && node.slots.length === 0 && node.configEpoch > 0,
    )
    // One that has failed is no question of later.
    const alone = masters.filter(
      ({node}) =>
        !node.flags.includes('fail') &&
        !living.some((it) => it.node.masterId === node.id && !it.node.flags.includes('fail')),
    )
    if (alone.length > 0 && !hasPromoted) {
      findings.push({
        severity: 'risk',
        certainty: view.certainty,
        title: `${joinNames(alone.map(nameOfNode))} ${alone.length === 1 ? 'has' : 'have'} no replica: when such a master is lost, its slots are.`,
        why: `${view.words}With cluster-require-full-coverage yes, which Redis ships with, the whole cluster stops then.`,
        evidence: alone,
        fix: [
          'Add a replica: redis-cli --cluster add-node NEW-HOST:PORT HOST:PORT --cluster-slave --cluster-master-id ID',
        ],
        collect: view.collect,
      })
    }
    return findings
  },
}

/** One or two masters have all slots, and there are others, without any: these do not vote. */
function votersOf(evidence: Case): Diagnosis | undefined {
  const lists = groupBy(evidence.facts('cluster-node'), ({stream, list}) => `${stream} ${list}`)
  for (const nodes of lists.values()) {
    const masters = nodes.filter(
      ({node}) => node.flags.includes('master') && !node.flags.includes('handshake'),
    )
    const voters = masters.filter(({node}) => node.slots.length > 0)
    const others = masters.filter(({node}) => node.slots.length === 0 && !node.flags.includes('fail'))
    const slots = countSlots(voters.flatMap(({node}) => node.slots))
    // All slots are in it, so no master that the list leaves out can have any.
    if (slots !== 16384 || voters.length > 2 || others.length === 0) continue
    const failed = voters.filter(({node}) => node.flags.includes('fail') || node.flags.includes('fail?'))
    const view = viewpointOf(nodes, evidence)
    const lost = joinNames(failed.map(nameOfNode))
    return {
      severity: failed.length > 0 ? 'cause' : 'risk',
      certainty: view.certainty,
      title: `${joinNames(voters.map(nameOfNode))} ${voters.length === 1 ? 'has' : 'have'} all slots, so ${voters.length === 1 ? 'it alone votes' : 'only these two vote'}: no failover is possible when ${voters.length === 1 ? 'it' : 'one of them'} is lost.`,
      why: `${view.words}Masters without slots have no vote and are not counted, so ${joinNames(others.map(nameOfNode))} ${others.length === 1 ? 'is' : 'are'} of no help here. The majority is ${Math.floor(voters.length / 2) + 1} of ${voters.length}${failed.length > 0 ? `, and ${lost} ${failed.length === 1 ? 'does' : 'do'} not answer` : ''}. A replica of it would wait for votes in vain, whatever its data.`,
      evidence: [...voters, ...others],
      fix: [
        ...(failed.length > 0
          ? [
              `Look first whether ${lost} still ${failed.length === 1 ? 'runs' : 'run'}, on its own machine, and what the other nodes list: one that is only cut off from here comes back by itself.`,
              'Only when it has ended for good, on its replica: redis-cli CLUSTER FAILOVER TAKEOVER, which asks nobody.',
            ]
          : []),
        'Give at least three masters slots, be it a few: redis-cli --cluster rebalance HOST:PORT --cluster-use-empty-masters, or --cluster reshard.',
      ],
      avoid:
        failed.length > 0
          ? [
              'No TAKEOVER while the old master may still take writes elsewhere: the writes of one side are lost.',
            ]
          : [],
      collect: view.collect,
    }
  }
  return undefined
}

/** A cluster of one: a node that nobody joined, or that forgot the others. */
function knowsNobody(only: NodeFact): Diagnosis {
  const slots = countSlots(only.node.slots)
  const isFew = slots > 0 && slots < 16384
  const isLoopback = /^(?:127\.|\[?::1)/.test(only.node.address)
  return {
    severity: isFew ? 'cause' : 'risk',
    certainty: 'likely',
    title: `${nameOfNode(only)} knows no other node: it is a cluster of one, with ${slots} of 16384 slots.`,
    why:
      'Either no other node ever joined it: CLUSTER MEET answers OK at once, and the two then speak over the bus port (port + 10000, or cluster-port), which has to be open both ways. Or it was one of a cluster and started without its nodes.conf (a new volume, another dir, a start script that removes it, CLUSTER RESET): it has another id then than the others have for it.' +
      `${isFew && only.node.configEpoch === 0 ? ' Few slots at epoch 0 fit the second: a node that finds keys of slots which nobody owns takes those slots (cluster.c: verifyClusterConfigWithData).' : ''}` +
      `${isLoopback ? ' It has a loopback address for itself, which a node takes from the address that CLUSTER MEET or the first connection came to: others cannot reach it there.' : ''}`,
    evidence: [only],
    fix: [
      'If it was never joined: see that the bus port is reached both ways (below), then redis-cli --cluster create with the addresses by which the nodes reach each other (no 127.0.0.1), or CLUSTER MEET.',
      'If it lost its nodes.conf: keep that file on a volume; let it join as an empty node, a replica of the master that has its slots now, and CLUSTER FORGET its old id on all others.',
    ],
    avoid: ['No --cluster create with nodes that hold data.'],
    collect: [
      'redis-cli CLUSTER NODES   on the other nodes: do they know this address, and by which id?',
      'nc -vz HOST BUS-PORT   from each machine to the other',
      'redis-cli CONFIG GET dir; ls -la DIR   (nodes.conf)',
    ],
  }
}
