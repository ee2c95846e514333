import type {NodeFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import {formatSlots, type SlotRange} from '../../topology/slots.ts'
import type {Case} from '../case.ts'
import {nameOfNode} from '../cluster-list.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import {findShardLists, isLivingMaster, type ShardList} from '../listed-shards.ts'
import type {Rule} from '../rule.ts'

/** What CLUSTER SHARDS of a node leaves out, and its CLUSTER NODES has. */
interface Gap {
  readonly list: ShardList
  readonly owner: NodeFact
  readonly slots: readonly SlotRange[]
}

/** CLUSTER SHARDS of a node lacks slots that its CLUSTER NODES has: clients that rely on it find no node for those slots. */
export const shardsLackSlots: Rule = {
  id: 'shards-lack-slots',
  needs: 'CLUSTER SHARDS and CLUSTER NODES of one node',
  source:
    'cluster_legacy.c: clusterLoadConfig puts no node without shard-id into the table of shards (redis#14495); addShardReplyForClusterShards takes the slots of the first master (redis#13414)',
  isExaminable: (evidence) => findShardLists(evidence).some((list) => viewOf(list, evidence).length > 0),
  examine(evidence) {
    const lists = findShardLists(evidence)
    const gaps = lists.flatMap((list) => gapsIn(list, evidence))
    // Nodes that leave out the same are one finding.
    const alike = groupBy(gaps, ({owner, slots}) => `${owner.node.id} ${formatSlots(slots)}`)
    return [...alike.values()].map((same) => describe(same, lists))
  },
}

/** CLUSTER NODES of who answered CLUSTER SHARDS. */
function viewOf({stream}: ShardList, evidence: Case): readonly NodeFact[] {
  const nodes = evidence.facts('cluster-node').filter((it) => it.stream === stream && it.from === 'nodes')
  const own = nodes.findLast(({node}) => node.flags.includes('myself'))
  return own === undefined ? [] : nodes.filter(({list}) => list === own.list)
}

function gapsIn(list: ShardList, evidence: Case): readonly Gap[] {
  const listed = list.shards.flatMap(({slots}) => slots)
  return viewOf(list, evidence)
    .filter(({node}) => node.flags.includes('master') && !node.flags.includes('fail'))
    .flatMap((owner): readonly Gap[] => {
      const slots = owner.node.slots.flatMap((range) => without(range, listed))
      return slots.length === 0 || sharesShard(owner, list) ? [] : [{list, owner, slots}]
    })
}

/** With a second master in its shard another rule says what is wrong. */
function sharesShard(owner: NodeFact, {shards}: ShardList): boolean {
  const shard = shards.find(({nodes}) => nodes.some(({id}) => id === owner.node.id))
  return (shard?.nodes.filter(isLivingMaster).length ?? 0) > 1
}

/** What is left of a range without others. */
function without(range: SlotRange, others: readonly SlotRange[]): readonly SlotRange[] {
  return others.reduce<readonly SlotRange[]>(
    (left, {first, last}) =>
      left.flatMap((own) =>
        last < own.first || first > own.last
          ? [own]
          : [
              {first: own.first, last: first - 1},
              {first: last + 1, last: own.last},
            ].filter((it) => it.first <= it.last),
      ),
    [range],
  )
}

function describe(gaps: readonly Gap[], lists: readonly ShardList[]): Diagnosis {
  const [{owner, slots, list}] = gaps as [Gap, ...Gap[]]
  const names = gaps.map((it) => it.list.name)
  const others = lists.length - gaps.length
  const shard = list.shards.find(({nodes}) => nodes.some(({id}) => id === owner.node.id))
  const failed = shard?.nodes.find((it) => it.role === 'master' && !isLivingMaster(it))
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `CLUSTER SHARDS of ${joinNames(names)} lacks slots ${formatSlots(slots)}, which CLUSTER NODES there gives to ${nameOfNode(owner)}, epoch ${owner.node.configEpoch}.`,
    why: `${others > 0 ? `CLUSTER SHARDS of ${others} other node${others === 1 ? '' : 's'} has them. ` : ''}Clients that learn the cluster by CLUSTER SHARDS, as some do where the server has it, find no node for the keys of these slots; those that use CLUSTER SLOTS or NODES notice nothing. ${
      failed === undefined
        ? `The shard of ${nameOfNode(owner)} is not in its list at all: it read a nodes.conf without shard-id for it when it started, as one that was written by hand, by a tool, or before 7.2.`
        : `The shard has a second master, ${failed.address}, which has failed, and its slots are looked for at that one, which has none any more.`
    }`,
    evidence: [owner, list.command, ...(failed?.stated ?? [])],
    fix:
      failed === undefined
        ? [
            `Restart ${joinNames(names)}, replicas first, a master after CLUSTER FAILOVER on its replica: it has written the shard-id into nodes.conf by now.`,
            'Until then, have clients ask with CLUSTER SLOTS, or another node.',
          ]
        : [
            `Bring ${failed.address} back: it becomes a replica. When it is gone for good, on every node within 60 s: redis-cli CLUSTER FORGET ${failed.id}`,
          ],
    avoid:
      failed === undefined
        ? ['No resharding for that: the slots have their owner, and all keys are there.']
        : [],
    collect: ['redis-cli CLUSTER SHARDS, and CLUSTER NODES, on every node'],
  }
}
