import type {LogFact} from '../../evidence/facts.ts'
import type {Rule} from '../rule.ts'

interface Harmless {
  readonly pattern: RegExp
  readonly title: string
  readonly why: string
}

/** Lines that frighten people and mean no harm by themselves. */
const known: readonly Harmless[] = [
  {
    pattern: /^waitpid\(\) returned a pid \(\d+\) we can't find in our scripts execution queue/,
    title: 'The waitpid lines are harmless.',
    why: 'The sentinel is pid 1 of its container, so processes that others start there (exec probes, shells) are handed to it when they end. It has no script by that pid, says so, and goes on.',
  },
  {
    pattern:
      /^Could not create server TCP listening socket .*Name or service not known|^WARNING: The TCP backlog setting of \d+ cannot be enforced/,
    title: 'The TCP backlog warning changes nothing for high availability.',
    why: 'It only matters for very many connections at the same moment (net.core.somaxconn).',
  },
  {
    pattern: /^Failover auth denied to [0-9a-f]{40}.*: already voted for epoch \d+/,
    title: 'A vote that is refused since that epoch had its vote already is how elections go.',
    why: 'A master votes once in each epoch. When several replicas stand at the same time, for different masters that failed together, all but one of an epoch are refused by some voters, and stand again in a later one. What is worth a look is why so many masters failed at once.',
  },
  {
    pattern: /^Possible SECURITY ATTACK detected/,
    title: 'Something speaks HTTP to this port: mostly a probe or a collector of metrics, no attack.',
    why: 'A line with POST or Host: came, which a browser, a health check by HTTP, a load balancer or Prometheus sends that was given the port of the server for that of an exporter. The server closes the connection, and nothing else happens. The line names the address from 7.2 on: find the program there, and correct its port. From an address that you do not know, see who may reach this port at all.',
  },
]

/** What is written in the log of a process from outside of it: a signal. */
export const harmlessLines: Rule = {
  id: 'harmless-lines',
  needs: 'a log',
  source: 'sentinel.c: sentinelCollectTerminatedScripts',
  isExaminable: (evidence) => evidence.has('log'),
  examine: (evidence) =>
    known.flatMap(({pattern, title, why}) => {
      const lines = evidence.facts('log').filter(({message}: LogFact) => pattern.test(message))
      if (lines.length === 0) return []
      return [
        {
          severity: 'harmless' as const,
          certainty: 'certain' as const,
          title: `${title}${addressesIn(lines)}`,
          why,
          evidence: lines.slice(0, 3),
        },
      ]
    }),
}

/** Where connections came from, where the lines say it. */
function addressesIn(lines: readonly LogFact[]): string {
  const hosts = [
    ...new Set(lines.flatMap(({message}) => /Connection from (\S+):\d+ aborted/.exec(message)?.[1] ?? [])),
  ]
  return hosts.length === 0 ? '' : ` (from ${hosts.slice(0, 3).join(', ')})`
}
