import type {DirectiveFact} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'
import type {Case} from './case.ts'
import {addressesOf} from './monitored-addresses.ts'

/** How long a server may be silent until others count it as down. */
export interface WaitingTime {
  readonly ms: number
  /** `down-after-milliseconds of mymaster`, `cluster-node-timeout` */
  readonly what: string
  readonly stated: DirectiveFact
}

/** Whether any is stated, of sentinels or of the nodes of a cluster. */
export function hasWaitingTimes(evidence: Case): boolean {
  return findAll(evidence).length > 0
}

/**
 * How long the others wait for a server: its cluster, or the sentinels of its own master. Of several that differ it is the
 * longest, so that none of them waits for longer; undefined where none is stated, and where it does not show whose they are.
 *
 * @param stream of the server
 */
export function waitingTimeOf(evidence: Case, stream: string): WaitingTime | undefined {
  const all = findAll(evidence)
  const ofCluster = all.filter(({masterName}) => masterName === undefined)
  const ofSentinels = all.filter(({masterName}) => masterName !== undefined)
  const isNode = isClusterNode(evidence, stream)
  if (isNode === true) return longest(ofCluster)
  const own = mastersOf(evidence, stream)
  const names = new Set(own.length > 0 ? own : ofSentinels.map(({masterName}) => masterName))
  const fitting = names.size === 1 ? ofSentinels.filter(({masterName}) => names.has(masterName)) : []
  // A server of which nothing says whether it is a node may belong to either, where both are there.
  if (isNode === undefined && ofCluster.length > 0)
    return ofSentinels.length === 0 ? longest(ofCluster) : undefined
  return longest(fitting)
}

interface Candidate extends WaitingTime {
  /** Undefined of a cluster. */
  readonly masterName: string | undefined
}

function findAll(evidence: Case): readonly Candidate[] {
  const isCluster = evidence
    .directives('cluster-enabled')
    .some(({words}) => words[0]?.toLowerCase() === 'yes')
  const ofSentinels = evidence.directives('sentinel down-after-milliseconds').map((stated) => ({
    ms: Number(stated.words[1]),
    what: `down-after-milliseconds of ${stated.words[0]}`,
    stated,
    masterName: stated.words[0],
  }))
  const ofCluster = (isCluster ? evidence.directives('cluster-node-timeout') : []).map((stated) => ({
    ms: Number(stated.words[0]),
    what: 'cluster-node-timeout',
    stated,
    masterName: undefined,
  }))
  return [...ofSentinels, ...ofCluster].filter(({ms}) => ms > 0)
}

function longest(times: readonly WaitingTime[]): WaitingTime | undefined {
  return times.toSorted((a, b) => b.ms - a.ms)[0]
}

/** By its own conf or INFO; undefined where neither says so. */
function isClusterNode(evidence: Case, stream: string): boolean | undefined {
  const name = instanceNameOf(stream)
  const stated = evidence.directives('cluster-enabled').findLast((it) => instanceNameOf(it.stream) === name)
  if (stated !== undefined) return stated.words[0]?.toLowerCase() === 'yes'
  const info = evidence
    .facts('info')
    .findLast((it) => it.stream === stream && it.fields.has('cluster_enabled'))
  return info === undefined ? undefined : info.fields.get('cluster_enabled') === '1'
}

/** The names under which sentinels monitor a server or the one that it follows; empty where that does not show. */
function mastersOf(evidence: Case, stream: string): readonly string[] {
  const name = instanceNameOf(stream)
  const followed = [
    ...evidence
      .directives('replicaof', 'slaveof')
      .filter((it) => instanceNameOf(it.stream) === name)
      .map(({words}) => words.slice(0, 2).join(':')),
    ...evidence
      .facts('info')
      .filter((it) => it.stream === stream && it.fields.has('master_host'))
      .map(({fields}) => `${fields.get('master_host')}:${fields.get('master_port')}`),
  ]
  const addresses = new Set([...addressesOf(evidence, stream), ...followed])
  const stated = evidence.directives('sentinel monitor', 'sentinel known-replica', 'sentinel known-slave')
  const names = stated
    .filter(({words}) => addresses.has(`${words[1]}:${words[2]}`))
    .map(({words}) => words[0] ?? '')
  return [...new Set(names)]
}
