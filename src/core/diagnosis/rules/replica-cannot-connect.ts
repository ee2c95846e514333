import type {LogFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

const failures =
  /^(?:Error condition on socket for SYNC|Unable to connect to (?:MASTER|PRIMARY)|Failed to resolve|Can't connect to)[^:]*: ?(.*)$/

const meanings: readonly (readonly [RegExp, string])[] = [
  [
    /Connection refused/i,
    'Nothing listens there: the master is not started, listens on another port or address (bind), or only with TLS.',
  ],
  [
    /No route to host|Network is unreachable|Host is unreachable/i,
    'There is no way to that address: another network, a firewall that rejects, or a container address.',
  ],
  [
    /timed? out|Operation now in progress/i,
    'No answer came: a firewall that drops packets, or an address where no machine is.',
  ],
  [
    /Name or service not known|Temporary failure in name resolution|nodename nor servname/i,
    'The name does not resolve on this machine.',
  ],
]

/** A replica tries to reach its master, again and again, and does not. */
export const replicaCannotConnect: Rule = {
  id: 'replica-cannot-connect',
  needs: 'the log of a replica',
  source: 'replication.c: connectWithMaster, syncWithMaster',
  lab: 'replica-wrong-port',
  isExaminable: (evidence) => evidence.hasEvents('connecting-to-master'),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const failed = lines.filter(({message}) => failures.test(message))
      const last = failed.at(-1)
      // One or two belong to every restart of a master.
      if (last === undefined || failed.length < 3) return []
      const after = lines.slice(lines.indexOf(last) + 1)
      if (after.some(isConnected)) return []
      const reason = failures.exec(last.message)?.[1] ?? ''
      const master = lines.findLast(({event}) => event?.kind === 'connecting-to-master')
      const address = /(?:MASTER|PRIMARY) (\S+:\d+)/.exec(master?.message ?? '')?.[1] ?? 'its master'
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${name} cannot reach its master ${address}: ${reason} (${failed.length} times).`,
          why: `${meanings.find(([pattern]) => pattern.test(reason))?.[1] ?? 'The reason is in the line.'} It tries once a second, and has no newer data than from before.`,
          evidence: [...(master === undefined ? [] : [master]), ...failed.slice(0, 3), last],
          fix: [
            'Start the master, or have the replica follow the right address: redis-cli -h REPLICA REPLICAOF HOST PORT',
          ],
          collect: [
            `From the machine of ${name}: redis-cli -h ${address.split(':')[0]} -p ${address.split(':').at(-1)} PING`,
            'On the master: ss -ltnp | grep redis; redis-cli CONFIG GET bind',
          ],
        },
      ]
    }),
}

function isConnected({message, event}: LogFact): boolean {
  return (
    /^(?:Non blocking connect for SYNC fired|Master replied to PING)/.test(message) ||
    event?.kind === 'sync-finished'
  )
}
