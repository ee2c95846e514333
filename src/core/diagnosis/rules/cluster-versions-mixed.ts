import {rdbVersionOf, takesKeysOf} from '../../redis/rdb-version.ts'
import {
  compareVersions,
  featuresOf,
  firstServersWith,
  nameServer,
  type ServerVersion,
} from '../../redis/server-version.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'
import {findServerReplies, linesOf, type ServerReply} from '../server-replies.ts'
import {versionFields, versionOf, withoutPatch} from '../version-of.ts'

/** So many nodes of one version are told by name. */
const maxNamed = 4

/** A node of a cluster, and its version. */
interface Versioned {
  readonly server: ServerReply
  readonly version: ServerVersion
}

/** Nodes that run one version. */
interface Group {
  readonly version: ServerVersion
  readonly nodes: readonly Versioned[]
}

/** Nodes of a cluster run different versions: slots and commands do not work on all of them. */
export const clusterVersionsMixed: Rule = {
  id: 'cluster-versions-mixed',
  needs: 'INFO of two nodes of a cluster',
  source:
    'cluster.c: verifyDumpPayload refuses a newer RDB version than its own; valkey 9.0: cluster_migrateslots.c; redis#10536 (shard ids)',
  isExaminable: (evidence) => findNodes(evidence).length > 1,
  examine(evidence) {
    const groups = groupsOf(findNodes(evidence))
    return groups.length > 1 ? [describe(groups)] : []
  },
}

function findNodes(evidence: Case): readonly Versioned[] {
  return findServerReplies(evidence)
    .filter(({info}) => info.fields.get('cluster_enabled') === '1')
    .flatMap((server) => {
      const version = versionOf(server)
      return version === undefined ? [] : [{server, version}]
    })
}

/** The oldest first. Valkey behind Redis: it began as one. */
function groupsOf(nodes: readonly Versioned[]): readonly Group[] {
  return [...groupBy(nodes, ({version}) => `${version.flavour} ${withoutPatch(version)}`).values()]
    .flatMap((own) => (own[0] === undefined ? [] : [{version: own[0].version, nodes: own}]))
    .toSorted(
      ({version: a}, {version: b}) =>
        a.flavour.localeCompare(b.flavour) || compareVersions(a.version, b.version),
    )
}

function describe(groups: readonly Group[]): Diagnosis {
  const refused = groups.flatMap((source) =>
    groups
      .filter((target) => takesKeysOf(target.version, source.version) === false)
      .map((target) => ({source, target})),
  )
  const lists = groups.map((group) => `${namesOf(group)} ${nameServer(group.version)}`)
  return {
    severity: refused.length > 0 ? 'risk' : 'note',
    certainty: 'certain',
    title: `The nodes of this cluster run ${groups.length} versions: ${lists.join('; ')}.`,
    why: [
      ...refused.slice(0, 1).map(ofKeys),
      ofAtomicSlots(groups),
      ofShardIds(groups),
      'A command that only the newer version has works for a key or is unknown, by the node that has its slot. While an upgrade is under way all that is as it must be: it should not stay so.',
    ]
      .filter((part) => part !== '')
      .join(' '),
    evidence: groups.flatMap(({nodes}) =>
      nodes.slice(0, 3).flatMap(({server}) => linesOf(server, ...versionFields)),
    ),
    fix: [
      'Finish the upgrade, one shard after another: first its replicas, then redis-cli CLUSTER FAILOVER on one of them, then the old master.',
      'See that all have it: redis-cli --cluster call HOST:PORT INFO server',
    ],
    avoid: refused.length > 0 ? ['No resharding and no rebalancing before all run one version.'] : [],
  }
}

function ofKeys({source, target}: {readonly source: Group; readonly target: Group}): string {
  return `A slot with keys does not move from ${namesOf(source)} to ${namesOf(target)}: MIGRATE sends keys in the RDB format of the sender, version ${rdbVersionOf(source.version)}, which ${nameServer(target.version)} does not read. It answers "DUMP payload version or checksum are wrong", and the slot is left half moved.`
}

function ofAtomicSlots(groups: readonly Group[]): string {
  const without = groups.filter(({version}) => !featuresOf(version).atomicSlots)
  if (without.length === 0 || without.length === groups.length) return ''
  return `Slots do not move whole (CLUSTER MIGRATESLOTS, CLUSTER MIGRATION IMPORT) from or to ${joinNames(without.map(namesOf))}, which ${without.flatMap(({nodes}) => nodes).length === 1 ? 'does' : 'do'} not know it: that takes ${firstServersWith('atomicSlots')} on both sides.`
}

function ofShardIds(groups: readonly Group[]): string {
  const without = groups.filter(({version}) => !featuresOf(version).shardIds)
  if (without.length === 0 || without.length === groups.length) return ''
  return `${joinNames(without.map(namesOf))} ${without.flatMap(({nodes}) => nodes).length === 1 ? 'has' : 'have'} no shard id, so each of the others makes one up: the id of a shard differs from node to node.`
}

function namesOf({nodes}: Group): string {
  const names = nodes.map(({server}) => server.name)
  const more = names.length - maxNamed
  return more > 1 ? `${names.slice(0, maxNamed).join(', ')} and ${more} more` : joinNames(names)
}
