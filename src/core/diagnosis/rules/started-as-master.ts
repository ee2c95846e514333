import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** The start script of an image asked sentinels for the master, got no answer, and made its own server the master. */
export const startedAsMaster: Rule = {
  id: 'started-as-master',
  needs: 'the output of a container of bitnami/redis with sentinels',
  source:
    'bitnami/charts, redis: scripts-configmap, start-node.sh: where get-master-addr-by-name gives nothing, the node configures itself as master',
  lab: 'empty-master',
  isExaminable: (evidence) =>
    evidence.facts('answer').some(({text}) => /==> Configuring the node as/.test(text)),
  examine(evidence) {
    const answers = evidence.facts('answer')
    return answers
      .filter(({text}) => /==> Configuring the node as master/.test(text))
      .flatMap((decision): readonly Diagnosis[] => {
        const before = answers
          .slice(0, answers.indexOf(decision))
          .filter(({place}) => place.path === decision.place.path)
        const refused = before.findLast(
          ({text, place}) =>
            /^Could not connect to (?:Redis|Valkey) at /.test(text) && decision.place.line - place.line < 20,
        )
        if (refused === undefined) return []
        const log = evidence.logs.find(({lines}) =>
          lines.some(({place}) => place.path === decision.place.path && place.line > decision.place.line),
        )
        const lines = (log?.lines ?? []).filter(({place}) => place.line > decision.place.line)
        const copied = lines.filter(({message}) =>
          /^(?:Replica|Slave) \S+ asks for synchronization|^Full resync requested by/.test(message),
        )
        const isEmpty = lines.some(({message}) => /^Creating AOF base file/.test(message))
        return [
          {
            severity: 'cause',
            certainty: 'certain',
            title: `${log?.name ?? 'This node'} made itself a master when it started: no sentinel answered its start script (${/at (\S+):/.exec(refused.text)?.[1] ?? 'the service'}).`,
            why:
              'The script asks the sentinels, by their service, who the master is. Where none answers, as when all pods start at once, or the name of the service does not resolve, it makes this node a master if its own sentinel.conf of before names it, or if there is none (a volume that is new, or none at all). Nobody elected it.' +
              `${isEmpty ? ' Its append only file was made new at that start, so it began without data.' : ''}` +
              `${copied.length > 0 ? ' Other nodes take a whole copy from it since, and lose what they had.' : ''} Where another node is master as well, each takes writes that the other one does not have.`,
            evidence: [refused, decision, ...copied],
            fix: [
              'Find the node with the data that counts before any more restarts: redis-cli DBSIZE, and INFO replication (master_repl_offset), on each; keep a copy of its dir.',
              'Make that one the master: redis-cli -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME NAME on each sentinel, then REPLICAOF by hand where they disagree.',
              'So that it does not come again: volumes for all nodes, podManagementPolicy OrderedReady, a PodDisruptionBudget, and not all nodes on one machine.',
            ],
            avoid: ['Do not restart the other nodes: each would copy from this one.'],
            collect: [
              'The log of the other nodes of the same minute: which of them "Configuring the node as master"?',
            ],
          },
        ]
      })
  },
}
