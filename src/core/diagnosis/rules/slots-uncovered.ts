import type {InfoFact, NodeFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import {countSlots, formatSlots} from '../../topology/slots.ts'
import type {Case} from '../case.ts'
import {isCut, viewpointOf} from '../cluster-list.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** Slots have no owner, or an owner that has failed: the cluster serves nothing, or not these. */
export const slotsUncovered: Rule = {
  id: 'slots-uncovered',
  needs: 'CLUSTER NODES, CLUSTER INFO or redis-cli --cluster check',
  source: 'redis.conf: cluster-require-full-coverage; cluster.c: clusterUpdateState',
  lab: 'cluster-full-coverage',
  isExaminable: (evidence) =>
    evidence.has('cluster-node') || evidence.facts('info').some(({fields}) => fields.has('cluster_slots_ok')),
  examine(evidence) {
    const found: Diagnosis[] = []
    const all = evidence.facts('cluster-node')
    const lists = groupBy(all, ({stream, list}) => `${stream} ${list}`)
    for (const nodes of lists.values()) {
      // nodes.conf that is cut off, and a paste of two lines, have few nodes: only a list that shows its own node is whole.
      // A node that has not met all others yet knows only some of the owners.
      const isJoining = nodes.some(({node}) => node.flags.includes('handshake'))
      const isWhole =
        !isJoining &&
        !isCut(nodes, evidence) &&
        nodes.some(
          ({node, from}) =>
            (from === 'check' && beginsWithCheck(nodes, evidence)) || node.flags.includes('myself'),
        )
      const ranges = nodes.flatMap(({node}) => node.slots)
      const missing = 16384 - countSlots(ranges)
      const failed = nodes.filter(({node}) => node.flags.includes('fail') && node.slots.length > 0)
      const promoted = nodes.filter(
        ({node}) =>
          node.flags.includes('master') &&
          node.slots.length === 0 &&
          failed.some((it) => it.node.configEpoch < node.configEpoch) &&
          // Where its own list is here, that says whether it was.
          !all.some((it) => it.node.id === node.id && it.node.flags.includes('myself')),
      )
      const isPart = !isWhole && nodes.every(({from}) => from === 'nodes') && nodes.length > 2
      const view = viewpointOf(nodes, evidence)
      if ((isWhole || isPart) && failed.length > 0) {
        found.push({
          severity: 'cause',
          certainty: isWhole && promoted.length === 0 ? view.certainty : 'likely',
          title: `${inView(promoted, nodes)}${joinNames(failed.map(({node}) => node.address))} failed and still owns ${formatSlots(failed.flatMap(({node}) => node.slots))}: ${promoted.length > 0 ? 'as this node sees it, nobody' : 'no node'} serves these slots.`,
          why: `${view.words}${promoted.length > 0 ? `${joinNames(promoted.map(({node}) => node.address))} is a master without slots and with a higher epoch: it may have been promoted, and this node has not taken that over (another node may see the cluster whole); or it is a new master that was given no slots yet. ` : 'No replica has taken over as this list shows. '}${replicasOf(failed, nodes)}${isWhole ? '' : 'The list is cut: of slots whose owners it does not show, it says nothing. '}With cluster-require-full-coverage yes, which Redis ships with, the whole cluster answers CLUSTERDOWN.`,
          evidence: [...failed, ...promoted],
          fix: [
            'Look first whether that master runs, on its own machine, and what other nodes list: one that is only cut off from here comes back by itself.',
            ...promoted
              .slice(0, 1)
              .map(
                ({node}) =>
                  `Ask the one that may have been promoted what it sees: redis-cli -h ${hostOf(node.address)} -p ${portOf(node.address)} CLUSTER NODES. Where it has the slots, repair the way between the two nodes, the bus port too, and wait; do not order a takeover.`,
              ),
            'When it has ended, start it again, or have a replica of it take over: redis-cli -h REPLICA CLUSTER FAILOVER FORCE (TAKEOVER when a majority of masters is gone for good)',
          ],
          avoid: [
            'No TAKEOVER while the old master may still take writes elsewhere: the writes of one side are lost.',
          ],
          collect: [
            ...view.collect,
            'redis-cli CLUSTER NODES   on its replicas: why did none stand? Their logs say "Currently unable to failover: …".',
          ],
        })
      }
      // A node that knows nobody is no cluster with holes: that is another rule's.
      const isAlone = nodes.length === 1 && nodes[0]?.from === 'nodes'
      if (isWhole && missing > 0 && ranges.length > 0 && !isAlone) {
        found.push({
          severity: 'cause',
          certainty: view.certainty,
          title: `${missing} of 16384 slots have no owner.`,
          why: `${view.words}They were never assigned, or their owner was forgotten. With cluster-require-full-coverage yes, which Redis ships with, the whole cluster answers CLUSTERDOWN.`,
          evidence: nodes.filter(({node}) => node.slots.length > 0),
          fix: [
            'Assign them: redis-cli --cluster fix HOST:PORT   (look at what it proposes), or CLUSTER ADDSLOTSRANGE on a master',
          ],
          collect: [...view.collect, 'redis-cli --cluster check HOST:PORT'],
        })
      }
    }
    for (const info of evidence.facts('info')) {
      const ok = Number(info.fields.get('cluster_slots_ok') ?? 16384)
      const state = info.fields.get('cluster_state')
      if (state !== 'fail' || found.length > 0) continue
      if (
        info.fields.get('cluster_slots_assigned') === '0' &&
        info.fields.get('cluster_known_nodes') === '1'
      ) {
        found.push(neverCreated(info))
        continue
      }
      found.push({
        severity: 'cause',
        certainty: 'certain',
        title: `${instanceNameOf(info.stream)} does not serve: it says cluster_state:fail, and for it ${ok} of 16384 slots are in order.`,
        why:
          ok === 16384
            ? 'All slots have an owner that answers, so this node is cut off from a majority of the masters: it stops serving, so as not to take writes that would be lost.'
            : notOk(info.fields, 16384 - ok),
        evidence: [
          'cluster_state',
          'cluster_slots_assigned',
          'cluster_slots_ok',
          'cluster_slots_pfail',
          'cluster_slots_fail',
          'cluster_stats_messages_received',
        ].flatMap((name) => info.stated.get(name) ?? []),
        fix: [
          ok === 16384
            ? 'Repair the way from this node to the other masters (the bus port too).'
            : 'See whose slots they are: redis-cli CLUSTER NODES, and bring that node back or have a replica take over.',
        ],
        collect: [
          'redis-cli CLUSTER NODES   on this node and on another one: compare the addresses with those that the machines or pods have now (kubectl get pods -o wide)',
        ],
      })
    }
    return found
  },
}

/** A node that knows nobody, and of no slot. */
function neverCreated({stated}: InfoFact): Diagnosis {
  return {
    severity: 'cause',
    certainty: 'certain',
    title:
      'This node is in no cluster: it knows no other node (cluster_known_nodes:1), and no slot is assigned to anybody (cluster_slots_assigned:0).',
    why: 'A node that runs in cluster mode and was never put into a cluster looks like this: every key answers CLUSTERDOWN. A node of a cluster that lost its nodes.conf (a volume that is new, another dir, CLUSTER RESET) looks the same, and has a new id then.',
    evidence: [
      'cluster_state',
      'cluster_slots_assigned',
      'cluster_known_nodes',
      'cluster_current_epoch',
    ].flatMap((name) => stated.get(name) ?? []),
    fix: [
      'If the cluster was never made: redis-cli --cluster create HOST:PORT … --cluster-replicas 1, with all nodes, which must be empty.',
      'If it was one of a cluster that lives: add it, as a replica of a master that lacks one: redis-cli --cluster add-node THIS:PORT OTHER:PORT --cluster-slave; then CLUSTER FORGET its old id on all others.',
    ],
    avoid: ['Do not make a new cluster of nodes that others still count as theirs, or that hold data.'],
    collect: [
      'redis-cli CLUSTER NODES   on the other nodes: do they know each other, and this address?',
      'redis-cli CONFIG GET dir; ls -la DIR   (nodes.conf) on this one',
    ],
  }
}

/** Whose view it is, where another node may see it otherwise. */
function inView(promoted: readonly NodeFact[], nodes: readonly NodeFact[]): string {
  const own = nodes.find(({node}) => node.flags.includes('myself'))?.node.address
  if (promoted.length === 0) return ''
  return own === undefined || own.startsWith(':') ? 'In the view of one node, ' : `In the view of ${own}, `
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':'))
}

function portOf(address: string): string {
  return address.slice(address.lastIndexOf(':') + 1)
}

/** Of masters that failed: which of their replicas failed, too, so that nobody is left to take over. */
function replicasOf(failed: readonly NodeFact[], nodes: readonly NodeFact[]): string {
  const lost = failed.flatMap((master) => {
    const own = nodes.filter(({node}) => node.masterId === master.node.id)
    return own.length > 0 && own.every(({node}) => node.flags.includes('fail')) ? own : []
  })
  return lost.length === 0
    ? ''
    : `Of its replicas none is left: ${joinNames(lost.map(({node}) => node.address))} failed as well, so there is nobody to elect, whatever the majority: start one of them. `
}

/** Whether the output of a check is there from its beginning: it is known to be whole then. */
function beginsWithCheck(nodes: readonly NodeFact[], evidence: Case): boolean {
  const first = nodes[0]?.place
  return evidence
    .facts('answer')
    .some(
      ({place, text}) =>
        place.path === first?.path &&
        place.line < first.line &&
        /Cluster (?:Check|Rebalanc|Reshard)|^>>> |^Connecting to node/.test(text),
    )
}

/** Why slots are not in order, by the numbers of CLUSTER INFO. */
function notOk(fields: ReadonlyMap<string, string>, count: number): string {
  const numberOf = (name: string) => Number(fields.get(name) ?? 0)
  const assigned = Number(fields.get('cluster_slots_assigned') ?? 16384)
  const parts = [
    ...(assigned < 16384 ? [`${16384 - assigned} have no owner`] : []),
    ...(numberOf('cluster_slots_pfail') > 0
      ? [
          `the owners of ${numberOf('cluster_slots_pfail')} do not answer this node, which the others have not confirmed (pfail)`,
        ]
      : []),
    ...(numberOf('cluster_slots_fail') > 0
      ? [`the owners of ${numberOf('cluster_slots_fail')} have failed`]
      : []),
  ]
  const isDeaf =
    fields.get('cluster_stats_messages_received') === '0' && numberOf('cluster_stats_messages_sent') > 0
  return (
    (parts.length === 0
      ? `${count} slots have no owner, or one that failed.`
      : `Of these slots ${parts.join(', ')}.`) +
    (isDeaf
      ? ` This node has sent ${numberOf('cluster_stats_messages_sent')} messages to other nodes and received none: it reaches none of them. Either their addresses are old ones (all were restarted at once, and its nodes.conf names addresses that nobody has any more), or the bus port (port + 10000) is blocked.`
      : '')
  )
}
