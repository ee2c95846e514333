import type {DirectiveFact} from '../evidence/facts.ts'
import type {Case} from './case.ts'

/** How long a server may be silent until others count it as down. */
export interface WaitingTime {
  readonly ms: number
  /** `down-after-milliseconds of mymaster`, `cluster-node-timeout` */
  readonly what: string
  readonly stated: DirectiveFact
}

/** The shortest that sentinels, or the nodes of a cluster, have; undefined where none is stated. */
export function shortestWaitingTime(evidence: Case): WaitingTime | undefined {
  const isCluster = evidence
    .directives('cluster-enabled')
    .some(({words}) => words[0]?.toLowerCase() === 'yes')
  const ofSentinels = evidence.directives('sentinel down-after-milliseconds').map((stated) => ({
    ms: Number(stated.words[1]),
    what: `down-after-milliseconds of ${stated.words[0]}`,
    stated,
  }))
  const ofCluster = (isCluster ? evidence.directives('cluster-node-timeout') : []).map((stated) => ({
    ms: Number(stated.words[0]),
    what: 'cluster-node-timeout',
    stated,
  }))
  return [...ofSentinels, ...ofCluster].filter(({ms}) => ms > 0).toSorted((a, b) => a.ms - b.ms)[0]
}
