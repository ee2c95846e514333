import type {NodeFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {ProcessLog} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** Two nodes of a cluster have one id: a nodes.conf was copied or is shared. */
export const nodeIdsShared: Rule = {
  id: 'node-ids-shared',
  needs: 'nodes.conf, or CLUSTER NODES, of two nodes, or what a node prints that does not start',
  source:
    'cluster.c: clusterLoadConfig takes the own id from the line with myself; clusterLockConfig locks nodes.conf while a node runs',
  isExaminable: (evidence) =>
    evidence.facts('cluster-node').filter(isMyself).length > 1 || evidence.hasEvents('cluster-config-used'),
  examine: (evidence) => [
    ...evidence.logs.flatMap(inUse),
    ...[...groupBy(evidence.facts('cluster-node').filter(isMyself), ({node}) => node.id)].flatMap(
      ([id, same]): readonly Diagnosis[] => {
        const streams = new Set(same.map(({stream}) => stream))
        const addresses = [...new Set(same.map(({node}) => node.address))]
        if (streams.size < 2 || addresses.length < 2) return []
        return [
          {
            severity: 'cause',
            certainty: 'certain',
            title: `${joinNames(addresses)} have one node id, ${id.slice(0, 8)}….`,
            why: 'A node is known by the id in its nodes.conf. Two with one id are taken for one that moves to and fro. It comes from a nodes.conf that was copied (an image, a cloned disk, a backup) or that two servers share.',
            evidence: same,
            fix: [
              'Stop the copy, delete its nodes.conf (and its data, if it is a copy, too), start it, and let it join: redis-cli --cluster add-node NEW-HOST:PORT EXISTING-HOST:PORT',
            ],
            avoid: ['Do not delete nodes.conf of the original.'],
          },
        ]
      },
    ),
  ],
}

/** The file is locked by a process that runs: the lock ends with it, so none is left behind. */
function inUse({name, lines}: ProcessLog): readonly Diagnosis[] {
  const refused = lines.filter(({event}) => event?.kind === 'cluster-config-used')
  const file = /configuration file (\S+) is already used/.exec(refused[0]?.message ?? '')?.[1]
  if (file === undefined) return []
  return [
    {
      severity: 'cause',
      certainty: 'certain',
      title: `${name} does not start: another node that runs has its ${file} open.`,
      why: 'A node locks its nodes.conf while it runs, and the lock ends with the process, so this one is held now: by a second server with the same dir on this machine, or by another container with the same volume. Two nodes with one folder would have one id, and overwrite the data of each other.',
      evidence: refused,
      fix: [
        'Give each node a folder of its own (dir, or cluster-config-file with another name); in Kubernetes a volume for each pod: volumeClaimTemplates in place of one claim that all share.',
        'Where it is the same node, started twice: stop the other process first.',
      ],
      avoid: ['Do not delete the file: it is that of the node which runs.'],
      collect: [
        `fuser -v ${file}   (or lsof) on the machine`,
        'kubectl get pods,pvc -o wide   (which pods have which claim?)',
      ],
    },
  ]
}

function isMyself({node, from}: NodeFact): boolean {
  return from !== 'check' && node.flags.includes('myself')
}
