import {findConfs, lastOf, wordOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

const options = [
  'cluster-node-timeout',
  'cluster-require-full-coverage',
  'cluster-allow-reads-when-down',
  'shutdown-on-sigterm',
]

/** Nodes of a cluster have different settings where all should have one. */
export const clusterSettingsDiffer: Rule = {
  id: 'cluster-settings-differ',
  needs: 'the confs of two nodes of a cluster',
  source: 'redis.io, Cluster specification; redis.conf: cluster-node-timeout',
  isExaminable: (evidence) =>
    evidence.directives('cluster-enabled').filter(({words}) => words[0] === 'yes').length > 1,
  examine(evidence) {
    const nodes = findConfs(evidence).filter((conf) => wordOf(conf, 'cluster-enabled') === 'yes')
    return options.flatMap((option): readonly Diagnosis[] => {
      const stated = nodes.flatMap((conf) => {
        const line = lastOf(conf, option)
        return line === undefined ? [] : [{name: conf.name, value: line.words.join(' '), line}]
      })
      // How a node saves as it ends is its own matter; that it hands over first is one of the cluster.
      if (option === 'shutdown-on-sigterm' && !stated.some(({value}) => /\bfailover\b/.test(value))) return []
      if (new Set(stated.map(({value}) => value)).size < 2) return []
      return [
        {
          severity: 'risk',
          certainty: 'certain',
          title: `${option} differs between nodes: ${stated.map(({name, value}) => `${name} ${value}`).join(', ')}.`,
          why:
            option === 'cluster-node-timeout'
              ? 'A node counts another as failing by its own timeout, and a majority has to agree: the slowest of that majority decides. The election of a replica goes by its own.'
              : option === 'shutdown-on-sigterm'
                ? 'A master with failover hands over to a replica before SIGTERM ends it, as at a rolling restart. Of the others the slots are not served until they are counted as down and a replica is elected.'
                : 'Whether a client is served while some slots are not depends on the node that it asks.',
          evidence: stated.map(({line}) => line),
          fix: [`On every node: redis-cli CONFIG SET ${option} VALUE, then CONFIG REWRITE`],
        },
      ]
    })
  },
}
