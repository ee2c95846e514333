import {joinNames} from '../../text/join-names.ts'
import {isLoopback} from '../../topology/loopback.ts'
import type {Case} from '../case.ts'
import {findClusterLayout} from '../cluster-layout.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'
import {type FoundLayout, findSentinelLayouts} from '../sentinel-layouts.ts'
import {hostsOf, type Layout, type Loss, loseEach, losePairs} from '../survival.ts'
import {takes} from '../survival-words.ts'

/** Losses that are told one by one; of more only the number is said. */
const maxTold = 3

/** Which single hosts, and which pairs of hosts, the deployment survives losing. */
export const hostsSurvived: Rule = {
  id: 'hosts-survived',
  needs:
    'sentinel.conf as sentinels write it, SENTINEL MASTER, REPLICAS and SENTINELS, or CLUSTER NODES, with addresses of several hosts',
  source:
    'redis.io, Sentinel: "Example Sentinel deployments"; sentinel.c: sentinelGetLeader; cluster.c: clusterHandleSlaveFailover',
  isExaminable: (evidence) => layoutsIn(evidence).length > 0,
  examine: (evidence) => {
    const layouts = layoutsIn(evidence)
    // Sentinels that do not see the same, and to whom the same happens, are one finding.
    const told = groupBy(layouts, (found) => `${whoseIs(found)} ${judge(found).title}`)
    return [...told.values()].map((alike) => viewed(alike, layouts))
  },
}

function whoseIs({layout}: FoundLayout): string {
  return layout.kind === 'sentinel' ? layout.masterName : 'The cluster'
}

/** A judgement, with who sees it so where sentinels differ. */
function viewed(alike: readonly FoundLayout[], all: readonly FoundLayout[]): Diagnosis {
  const [first] = alike as [FoundLayout, ...FoundLayout[]]
  const diagnosis = judge(first)
  const own = all.filter((it) => whoseIs(it) === whoseIs(first) && it.seenBy !== undefined)
  if (own.length < 2) return diagnosis
  const names = joinNames(alike.flatMap(({seenBy = []}) => seenBy))
  const isOne = alike.length === own.length
  const views = own.map(
    ({layout, seenBy = []}) =>
      `${joinNames(seenBy)} ${seenBy.length === 1 ? 'has' : 'have'} ${recordOf(layout)}`,
  )
  return {
    ...diagnosis,
    certainty: 'likely',
    title: isOne
      ? diagnosis.title
      : `${names} ${alike.flatMap(({seenBy = []}) => seenBy).length === 1 ? 'sees' : 'see'} it so: ${diagnosis.title}`,
    why: `${diagnosis.why} Sentinels do not see the same: ${views.join('; ')}. Each goes by its own view.`,
    evidence: own.flatMap(({stated}) => stated.slice(0, 3)),
  }
}

/** `3 sentinels on record, of which 10.0.0.3:26379 is down, and a quorum of 2` */
function recordOf(layout: Layout): string {
  if (layout.kind !== 'sentinel') return ''
  const gone = [...layout.sentinels, ...(layout.promotable ?? [])].filter(({isGone}) => isGone)
  const down =
    gone.length === 0 ? 'all of them up' : `with ${joinNames(gone.map(({address}) => address))} down`
  return `${layout.sentinels.length} sentinels on record, ${down}, a quorum of ${layout.quorum} and the master ${layout.master.address}`
}

/** Layouts of which hosts can be told apart: loopback is each sentinel's own machine, and one host is one. */
function layoutsIn(evidence: Case): readonly FoundLayout[] {
  const cluster = findClusterLayout(evidence)
  return [...findSentinelLayouts(evidence), ...(cluster === undefined ? [] : [cluster])].filter(
    ({layout}) => {
      const hosts = hostsOf(layout)
      return (
        hosts.length > 1 && !hosts.some((host) => isLoopback(host) || host === 'localhost') && isLarge(layout)
      )
    },
  )
}

/** Of fewer than three that vote, and of masters without any replica, other rules say what their loss means. */
function isLarge(layout: Layout): boolean {
  return layout.kind === 'sentinel'
    ? layout.sentinels.length >= 3
    : layout.shards.length >= 3 && layout.shards.every(({replicas}) => replicas.length > 0)
}

function judge({layout, isWhole, stated}: FoundLayout): Diagnosis {
  const whose = layout.kind === 'sentinel' ? layout.masterName : 'The cluster'
  const singles = loseEach(layout)
  const fatal = singles.filter(isFatal)
  const sound = singles.filter((loss) => !isFatal(loss)).flatMap(({hosts}) => hosts)
  // A pair that holds a host which is too much by itself says nothing more.
  const pairs = losePairs(layout).filter(({hosts}) => hosts.every((host) => sound.includes(host)))
  const fatalPairs = pairs.filter(isFatal)
  const certainty = isWhole ? 'certain' : 'likely'
  if (fatal.length > 0) {
    return {
      severity: 'risk',
      certainty,
      title: `${whose} does not survive the loss of ${hostWords(fatal)}: ${tell(fatal)}.`,
      why: `${consequenceOf(fatal)} ${sound.length === 0 ? 'No host may be lost.' : `As far as these files show, it survives the loss of ${joinNames(sound)}, one at a time.`}${pairWords(pairs, fatalPairs)}`,
      evidence: stated,
      fix: fixesOf(layout, fatal),
    }
  }
  return {
    severity: 'note',
    certainty,
    title: `As far as these files show, ${whose === 'The cluster' ? 'the cluster' : whose} survives the loss of any one of its ${singles.length} hosts, and of ${pairsSurvived(pairs.length, fatalPairs.length)}.`,
    why:
      fatalPairs.length === 0
        ? `Each pair leaves enough to elect, and a copy of all data: ${joinNames(hostsOf(layout))}.`
        : `${sentence(tell(fatalPairs))}. ${consequenceOf(fatalPairs)}`,
    evidence: stated,
  }
}

function pairsSurvived(all: number, fatal: number): string {
  if (fatal === all) return 'no two of them at once'
  return fatal === 0 ? 'any two of them at once' : `${all - fatal} of ${all} pairs of them at once`
}

const isFatal = ({shortages}: Loss) => shortages.length > 0

function hostWords(losses: readonly Loss[]): string {
  const hosts = losses.map(({hosts}) => joinNames(hosts))
  return hosts.length === 1 ? `host ${hosts[0]}` : `any one of the hosts ${joinNames(hosts)}`
}

function pairWords(pairs: readonly Loss[], fatal: readonly Loss[]): string {
  if (pairs.length === 0) return ''
  return ` Of the ${pairs.length === 1 ? 'one pair' : `${pairs.length} pairs`} of these, ${fatal.length} ${fatal.length === 1 ? 'is' : 'are'} too much at once${fatal.length === 0 ? '' : `: ${tell(fatal)}`}.`
}

/** `losing 10.0.0.1 takes 2 of 3 sentinels: 1 remains, the majority is 2`, and how many more there are. */
function tell(losses: readonly Loss[]): string {
  const told = losses
    .slice(0, maxTold)
    .map(
      ({hosts, shortages}) =>
        `losing ${joinNames(hosts)} takes ${shortages.slice(0, 2).map(takes).join(', and ')}`,
    )
  const more = losses.length - told.length
  return `${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}

/** What follows, for all losses together. */
function consequenceOf(losses: readonly Loss[]): string {
  const kinds = new Set(losses.flatMap(({shortages}) => shortages.map(({kind}) => kind)))
  const keepsMaster = losses.some(({takesMaster}) => !takesMaster)
  return [
    ...(kinds.has('sentinels')
      ? [
          `Without that many sentinels no failover is possible${keepsMaster ? '; a master that is left goes on, and nothing replaces it if it fails as well' : ''}.`,
        ]
      : []),
    ...(kinds.has('replicas')
      ? ['Without a replica that may be promoted, there is no master any more.']
      : []),
    ...(kinds.has('masters')
      ? ['Without a majority no replica is elected, and the masters that are left stop serving.']
      : []),
    ...(kinds.has('shard') ? ['No other node has the data of such a shard.'] : []),
  ].join(' ')
}

function fixesOf(layout: Layout, fatal: readonly Loss[]): readonly string[] {
  const kinds = new Set(fatal.flatMap(({shortages}) => shortages.map(({kind}) => kind)))
  const majority = layout.kind === 'sentinel' ? layout.sentinels.length : layout.shards.length
  return [
    ...(kinds.has('sentinels')
      ? [
          `Spread the sentinels, so that no host has more than ${majority - Math.floor(majority / 2) - 1} of ${majority}: move one to a host of its own.`,
        ]
      : []),
    ...(kinds.has('replicas')
      ? ['Run a replica with a priority other than 0 on another host than the master.']
      : []),
    ...(kinds.has('masters')
      ? ['Spread the masters: redis-cli -h REPLICA-ELSEWHERE CLUSTER FAILOVER moves one without loss.']
      : []),
    ...(kinds.has('shard')
      ? [
          'Move the replica: on the replica of another shard, redis-cli CLUSTER REPLICATE MASTER-ID, crosswise.',
        ]
      : []),
  ]
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
