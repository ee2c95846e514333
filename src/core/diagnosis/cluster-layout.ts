import type {NodeFact} from '../evidence/facts.ts'
import type {Case} from './case.ts'
import {hostOf, viewpointOf, wholeClusterList} from './cluster-list.ts'
import type {FoundLayout} from './sentinel-layouts.ts'
import type {Placed} from './survival.ts'

/** Where the nodes of a cluster are, by CLUSTER NODES or nodes.conf; undefined where no list says it of all. */
export function findClusterLayout(evidence: Case): FoundLayout | undefined {
  const nodes = wholeClusterList(evidence)
  const masters = nodes.filter(({node}) => node.flags.includes('master') && node.slots.length > 0)
  if (masters.length === 0 || nodes.some((it) => hostOf(it) === '')) return undefined
  // What survives a loss is no question while a node does not reach the others: other rules say what is lost by now.
  const unreached = nodes.filter(({node}) => node.flags.some((flag) => flag === 'fail' || flag === 'fail?'))
  if (unreached.length > 0 && unreached.length === nodes.length - 1) return undefined
  if (masters.filter((it) => unreached.includes(it)).length * 2 >= masters.length) return undefined
  const shards = masters.map((master) => ({
    master: placed(master),
    replicas: nodes.filter(({node}) => node.masterId === master.node.id).map(placed),
  }))
  return {
    layout: {kind: 'cluster', shards},
    isWhole: viewpointOf(nodes, evidence).certainty === 'certain',
    stated: nodes,
  }
}

function placed(fact: NodeFact): Placed {
  const {node} = fact
  return {address: node.address, host: hostOf(fact), isGone: node.flags.includes('fail')}
}
