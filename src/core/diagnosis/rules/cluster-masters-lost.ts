import type {NodeFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** A majority of the masters does not answer: no failure is agreed on, and no replica can be elected. */
export const clusterMastersLost: Rule = {
  id: 'cluster-masters-lost',
  needs: 'CLUSTER NODES of a node',
  source:
    'cluster.c: markNodeAsFailingIfNeeded and clusterHandleSlaveFailover need a majority of the masters with slots (cluster->size / 2 + 1)',
  lab: 'cluster-majority-lost',
  isExaminable: (evidence) => evidence.facts('cluster-node').some(({from}) => from === 'nodes'),
  examine(evidence) {
    const lists = groupBy(
      evidence.facts('cluster-node').filter(({from}) => from === 'nodes'),
      ({stream, list}) => `${stream} ${list}`,
    )
    return [...lists.values()].flatMap((nodes): readonly Diagnosis[] => {
      const masters = nodes.filter(({node}) => node.flags.includes('master') && node.slots.length > 0)
      const gone = masters.filter(isGone)
      const others = nodes.filter((fact) => !fact.node.flags.includes('myself') && !isGone(fact))
      // A node that hears nobody at all is cut off itself, which is another matter.
      if (masters.length < 2 || gone.length * 2 < masters.length || others.length === 0) return []
      const myself = nodes.find(({node}) => node.flags.includes('myself'))
      if (myself === undefined) return []
      const answering = gone.filter((fact) => hasOwnList(fact, lists.values()))
      const majority = Math.floor(masters.length / 2) + 1
      const waiting = nodes.filter(
        (fact) => !isGone(fact) && gone.some(({node}) => node.id === fact.node.masterId),
      )
      const isSuspected = gone.some(({node}) => node.flags.includes('fail?'))
      return [
        {
          severity: 'cause',
          // It is the view of one side: those that it misses may be a majority that goes on without it.
          certainty: 'likely',
          title: `As ${nameOf(myself)} sees it, ${gone.length} of ${masters.length} masters with slots do not answer (${joinNames(gone.map(nameOf))}), and the majority is ${majority}: no replica can take over by itself.`,
          why:
            'That a master has failed is agreed on by a majority of the masters with slots, and the same majority elects a replica in its place; those that are down count as well, and replicas have no vote.' +
            `${isSuspected ? ' So they stay suspected (fail?) however long it lasts.' : ''}` +
            `${waiting.length > 0 ? ` ${joinNames(waiting.map((fact) => `${nameOf(fact)} (of ${nameOf(gone.find(({node}) => node.id === fact.node.masterId) ?? fact)})`))} ${waiting.length === 1 ? 'is there and waits' : 'are there and wait'} in vain.` : ''}` +
            ' If these masters are down for all, their slots are not served, and without a majority no others are, either. If they are only cut off from here, they may be a majority that goes on, with replicas elected on their side.' +
            (answering.length === 0
              ? ''
              : ` A list by ${joinNames(answering.map(nameOf))} is here, too: if it is of the same time, ${answering.length === 1 ? 'that node runs and is' : 'those nodes run and are'} only cut off from this one.`),
          evidence: [...gone, ...waiting],
          fix: [
            'Look first whether these masters run, and what nodes beside them list (below).',
            `Start ${gone.length - (masters.length - majority)} of these masters again, or repair the way to them: with a majority back, replicas are elected for the rest within seconds.`,
            'When they are gone for good, and no node that runs lists them as connected, on a replica of each: redis-cli -h REPLICA CLUSTER FAILOVER TAKEOVER, which asks nobody',
            'So that it does not come again: not two masters on one machine, and a majority of them never in one zone of two.',
          ],
          avoid: [
            'No TAKEOVER while the old master may still take writes elsewhere: the writes of one side are lost.',
          ],
          collect: [
            `redis-cli CLUSTER NODES   on the other nodes, and on ${joinNames(gone.map(nameOf))} from its own machine: do they miss the same ones?`,
          ],
        },
      ]
    })
  },
}

/** Whether one of the lists was made by this node. */
function hasOwnList({node}: NodeFact, lists: Iterable<readonly NodeFact[]>): boolean {
  return [...lists].some((nodes) =>
    nodes.some((it) => it.node.id === node.id && it.node.flags.includes('myself')),
  )
}

function isGone({node}: NodeFact): boolean {
  return node.flags.includes('fail') || node.flags.includes('fail?')
}

function nameOf({node}: NodeFact): string {
  return node.address.startsWith(':') ? `node ${node.id.slice(0, 8)}…` : node.address
}
