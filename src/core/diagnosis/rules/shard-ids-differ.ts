import type {LogFact, NodeFact, Stated} from '../../evidence/facts.ts'
import {parseNodeLine, shardIdIn} from '../../evidence/read-cluster-line.ts'
import {type Case, field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A server refuses a nodes.conf that is whole: shard ids of a replica and of its master differ in it. */
export const shardIdsDiffer: Rule = {
  id: 'shard-ids-differ',
  needs: 'nodes.conf, or the log of a node that refuses it',
  source: 'cluster_legacy.c: clusterLoadConfig, auxShardIdSetter; shard ids exist from 7.2 on',
  isExaminable: (evidence) => evidence.has('cluster-node') || evidence.hasEvents('cluster-config-corrupted'),
  examine(evidence) {
    const refused = evidence.events('cluster-config-corrupted')
    const pairs = differingPairs(evidence)
    const versions = evidence.facts('version')
    const isMixed = hasBothSidesOf72(versions.map(({version}) => version))
    const ofShards = refused.filter(
      (line) => parseNodeLine(lineIn(line)) !== undefined && shardIdIn(lineIn(line)) !== undefined,
    )
    const damaged = refused.filter((line) => lineIn(line) !== '' && parseNodeLine(lineIn(line)) === undefined)
    return [
      ...(ofShards.length > 0 || pairs.length > 0 ? [differing(ofShards, pairs, {versions, isMixed})] : []),
      ...(damaged.length > 0 ? [damagedConf(damaged)] : []),
    ]
  },
}

function differing(
  refused: readonly LogFact[],
  pairs: readonly NodeFact[],
  {
    versions,
    isMixed,
  }: {readonly versions: readonly (Stated & {subject: string; version: string})[]; readonly isMixed: boolean},
): Diagnosis {
  const known = versions.map(({subject, version}) => `${subject} ${version}`).join(', ')
  return {
    severity: 'cause',
    certainty: pairs.length > 0 || isMixed ? 'certain' : 'likely',
    title: 'The nodes.conf is not damaged: the shard-id of a replica and that of its master differ.',
    why:
      'The line that the server quotes as corrupt is well-formed. From 7.2 on each node has a shard-id, and a replica must have that of its master; the loader calls anything else corrupt. ' +
      `A master before 7.2 sends none, so nodes of 7.2 make one up for it, at random, each its own.${known === '' ? '' : ` Versions here: ${known}.`}` +
      `${isMixed ? ' This is a cluster with versions on both sides of 7.2.' : ' That comes from a cluster with versions on both sides of 7.2, or from before its fixes.'}`,
    evidence: [...refused, ...pairs, ...versions],
    fix: [
      'Keep a copy of nodes.conf of that node.',
      'In nodes.conf of the node that does not start: give each replica the shard-id of its master, or remove shard-id=… from all lines; then start it.',
      'Upgrade the other nodes soon, replicas first, to releases that have the fixes: mixed versions make it happen again.',
    ],
    avoid: [
      'Do not delete nodes.conf as a first step: the node would lose its id, and with it its place in the cluster.',
    ],
    collect:
      versions.length > 0
        ? []
        : [
            'redis-cli -p PORT INFO server   on each node (redis_version)',
            'nodes.conf of the node that does not start',
          ],
  }
}

function damagedConf(lines: readonly LogFact[]): Diagnosis {
  return {
    severity: 'cause',
    certainty: 'likely',
    title: 'The nodes.conf holds a line that is no node: it is damaged, or was edited.',
    why: 'The quoted line has not the fields that a node has (id, address, flags, master, ping, pong, epoch, link, slots).',
    evidence: lines,
    fix: ['Keep a copy. Repair or remove that line by the CLUSTER NODES of another node, then start it.'],
    avoid: ['Do not delete nodes.conf as a first step: the node would lose its id.'],
    collect: ['redis-cli CLUSTER NODES   on another node'],
  }
}

function lineIn(line: LogFact): string {
  return field(line, 'line').trim()
}

/** Replicas whose shard-id is not that of their master in the same list. */
function differingPairs(evidence: Case): readonly NodeFact[] {
  const nodes = evidence.facts('cluster-node')
  return nodes.flatMap((replica) => {
    const master = nodes.find(
      (it) =>
        it.stream === replica.stream && it.list === replica.list && it.node.id === replica.node.masterId,
    )
    const differ =
      master?.shardId !== undefined && replica.shardId !== undefined && master.shardId !== replica.shardId
    return differ && master !== undefined ? [master, replica] : []
  })
}

function hasBothSidesOf72(versions: readonly string[]): boolean {
  const isNew = versions.map((version) => {
    const [major = 0, minor = 0] = version.split('.').map(Number)
    return major > 7 || (major === 7 && minor >= 2)
  })
  return isNew.includes(true) && isNew.includes(false)
}
