import type {LogFact} from '../../evidence/facts.ts'
import {field, type ProcessLog} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** What asks for a failover, and how that is said. */
const requests: Readonly<Record<string, string>> = {
  'manual-failover-accepted': 'by request (CLUSTER FAILOVER)',
  'forced-failover-accepted': 'by request, without its master (CLUSTER FAILOVER FORCE)',
  'shutdown-failover-accepted': 'as its master was shut down',
  takeover: 'by request, without a vote (CLUSTER FAILOVER TAKEOVER)',
}
/** A copy that is asked for later has other reasons. */
const copyWithinMs = 10_000

/** What happened in a cluster: which replica became master, in which epoch, and at whose request. */
export const clusterFailoverDone: Rule = {
  id: 'cluster-failover-done',
  needs: 'the log of a node of a cluster that became master',
  source: 'cluster_legacy.c: clusterHandleReplicaFailover, clusterFailoverReplaceYourPrimary',
  lab: 'cluster-failover',
  isExaminable: (evidence) => evidence.hasEvents('election-won', 'takeover'),
  examine: (evidence) =>
    evidence.logs.flatMap((log) =>
      log.lines.flatMap((line, index): readonly Diagnosis[] =>
        line.event?.kind === 'election-won' || line.event?.kind === 'takeover' ? [tell(log, index)] : [],
      ),
    ),
}

function tell({name, lines}: ProcessLog, index: number): Diagnosis {
  const won = lines[index] as LogFact
  const before = lines.slice(0, index)
  const lastWon = before.findLastIndex(({event}) => event?.kind === 'election-won')
  const attempt = before.slice(lastWon + 1)
  const election = attempt.findLast(({event}) => event?.kind === 'election-started')
  const request =
    won.event?.kind === 'takeover'
      ? won
      : attempt.findLast(({event}) => Object.hasOwn(requests, event?.kind ?? ''))
  const how = requests[request?.event?.kind ?? '']
  const epoch = election === undefined ? undefined : field(election, 'epoch')
  const copy = copyAfter(lines.slice(index + 1), won)
  return {
    severity: 'note',
    certainty: 'certain',
    title: `${name} became master of its slots${epoch === undefined ? '' : ` in epoch ${epoch}`}${how === undefined ? '' : `, ${how}`}.`,
    why: [
      won.event?.kind === 'takeover'
        ? 'No election was needed.'
        : 'It won the votes of a majority of the masters.',
      ...(copy === undefined
        ? []
        : [
            'It dropped the history of its old master, so a replica that follows it now needs a full copy, and a background save is made for that: before 4.0 a server that is promoted starts a history of its own.',
          ]),
    ].join(' '),
    evidence: [
      ...(request === undefined || request === won ? [] : [request]),
      ...(election === undefined ? [] : [election]),
      won,
      ...(copy ?? []),
    ],
  }
}

/**
 * The history that was dropped, and the full copy that a replica asked for then. A server since 4.0 says instead that its old
 * history goes on as its second one (replication.c: shiftReplicationId).
 */
function copyAfter(after: readonly LogFact[], won: LogFact): readonly LogFact[] | undefined {
  const soon = after.filter(({at}) => at !== null && won.at !== null && at - won.at <= copyWithinMs)
  if (soon.some(({message}) => /^Setting secondary replication ID/.test(message))) return undefined
  const dropped = soon.find(({message}) =>
    /^Discarding previously cached (?:master|primary) state/.test(message),
  )
  const asked = soon.find(({message}) => /^Full resync requested by (?:slave|replica)/.test(message))
  return dropped === undefined || asked === undefined ? undefined : [dropped, asked]
}
