import type {NodeFact, Stated} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import {countSlots, formatSlots} from '../../topology/slots.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import {findShardLists, isLivingMaster} from '../listed-shards.ts'
import type {Rule} from '../rule.ts'

/** Two masters that one node lists in one shard. */
interface Pair {
  readonly viewer: string
  readonly ids: readonly string[]
  readonly stated: readonly Stated[]
}

/** A shard has two masters: one of them copies nothing, or its slots are not listed. */
export const shardHasTwoMasters: Rule = {
  id: 'shard-has-two-masters',
  needs: 'CLUSTER SHARDS, or nodes.conf with shard ids, of a node',
  source: 'valkey#2261, valkey#2279; cluster_legacy.c: updateShardId, addShardReplyForClusterShards',
  isExaminable: (evidence) =>
    findShardLists(evidence).length > 0 || evidence.facts('cluster-node').some(({shardId}) => shardId),
  examine(evidence) {
    const alike = groupBy([...listedPairs(evidence), ...keptPairs(evidence)], ({ids}) => ids.join())
    return [...alike.values()].map((same) => describe(same, evidence))
  },
}

function listedPairs(evidence: Case): readonly Pair[] {
  return findShardLists(evidence).flatMap(({name, shards}) =>
    shards.flatMap(({nodes}): readonly Pair[] => {
      const masters = nodes.filter(isLivingMaster).toSorted((a, b) => (a.id < b.id ? -1 : 1))
      if (masters.length < 2) return []
      return [{viewer: name, ids: masters.map(({id}) => id), stated: masters.flatMap(({stated}) => stated)}]
    }),
  )
}

/** By the shard ids of a nodes.conf. */
function keptPairs(evidence: Case): readonly Pair[] {
  const masters = evidence
    .facts('cluster-node')
    .filter(
      ({node, shardId}) =>
        shardId !== undefined &&
        node.flags.includes('master') &&
        !node.flags.some((flag) => flag.startsWith('fail') || flag === 'noaddr' || flag === 'handshake'),
    )
  return [...groupBy(masters, ({stream, list, shardId}) => `${stream} ${list} ${shardId}`).values()]
    .filter((own) => own.length > 1)
    .map((own) => ({
      viewer: instanceNameOf(own[0]?.stream ?? ''),
      ids: own.map(({node}) => node.id).toSorted(),
      stated: own,
    }))
}

function describe(pairs: readonly Pair[], evidence: Case): Diagnosis {
  const [{ids}] = pairs as [Pair, ...Pair[]]
  const nodes = ids.map((id) => nodeOf(id, evidence))
  const names = ids.map((id, index) => nameIn(nodes[index], id))
  const empty = names.filter((_, index) => countSlots(nodes[index]?.node.slots ?? []) === 0)
  const serving = names.filter((name) => !empty.includes(name))
  const words = names.map((name, index) => {
    const {slots = [], configEpoch} = nodes[index]?.node ?? {}
    const own = slots.length === 0 ? 'no slots' : `slots ${formatSlots(slots)}`
    return `${name} has ${own}${configEpoch === undefined ? '' : ` at epoch ${configEpoch}`}`
  })
  const isEmpty = empty.length > 0 && serving.length > 0
  const viewers = joinNames([...new Set(pairs.map(({viewer}) => viewer))])
  const masterId = ids.find((_, index) => serving.includes(names[index] ?? ''))
  return {
    severity: isEmpty ? 'risk' : 'cause',
    certainty: 'likely',
    title: `${joinNames(names)} are masters of one shard, as ${viewers} list${pairs.length === 1 ? 's' : ''} it: ${words.join(', ')}.`,
    why: isEmpty
      ? `A shard has one master, and the others copy it. ${joinNames(empty)} copies nothing: so the shard has fewer copies than there are nodes in it, and when ${joinNames(serving)} is lost it does not stand for election. It was away while others took over, twice, and learnt the shard of the new master too late to follow it (valkey#2261). In the moment of a failover it may be seen as well: then it is over after some seconds.`
      : `A shard has one master. CLUSTER SHARDS gives the slots of only one of these, so clients that learn the cluster by it have no node for those of the other. The shard-id of one was copied with its nodes.conf, or written there by hand or by a tool.`,
    evidence: [...nodes.filter((it) => it !== undefined), ...pairs.flatMap(({stated}) => stated)],
    fix: isEmpty
      ? [
          `See that it stays so for more than some seconds: redis-cli -h HOST -p PORT CLUSTER SHARDS`,
          `On ${joinNames(empty)}, which has no slots: redis-cli CLUSTER REPLICATE ${masterId ?? 'ID-OF-THE-OTHER'}. It drops its data, and takes a copy.`,
        ]
      : [
          'Have clients ask with CLUSTER SLOTS until it is done.',
          'Add a new master, which makes a shard-id of its own, and move the slots of one of the two there: redis-cli --cluster reshard HOST:PORT. Then remove the empty one: redis-cli --cluster del-node.',
        ],
    avoid: isEmpty ? [`No CLUSTER REPLICATE on ${joinNames(serving)}: that one has the data.`] : [],
    collect: ['redis-cli CLUSTER SHARDS, and CLUSTER NODES, on every node, twice, some seconds apart'],
  }
}

/** As it lists itself, or else as another one does. */
function nodeOf(id: string, evidence: Case): NodeFact | undefined {
  const own = evidence.facts('cluster-node').filter((it) => it.node.id === id)
  return own.find(({node}) => node.flags.includes('myself')) ?? own[0]
}

function nameIn(fact: NodeFact | undefined, id: string): string {
  return fact === undefined || fact.node.address.startsWith(':') ? `${id.slice(0, 8)}…` : fact.node.address
}
