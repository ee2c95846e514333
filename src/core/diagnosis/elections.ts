import type {LogFact} from '../evidence/facts.ts'
import {type Case, field, type ProcessLog} from './case.ts'

/** An attempt at a failover, as the sentinel that made it tells it. */
export interface Attempt {
  readonly log: ProcessLog
  readonly epoch: number
  /** `mymaster`. */
  readonly masterName: string
  readonly start: LogFact
  /** The id that it voted for, mostly its own. */
  readonly ownVote: LogFact | undefined
  readonly votes: readonly LogFact[]
  /** How it ended: `+elected-leader`, `-failover-abort-…`, `+failover-end`; the last one that there is. */
  readonly elected: LogFact | undefined
  readonly aborted: LogFact | undefined
  /** The line by which the master counted as down for enough sentinels. */
  readonly odown: LogFact | undefined
  /** By that line. */
  readonly quorum: number | undefined
  /** Whether a newer epoch began before the attempt ended: votes of an older one do not count any more. */
  readonly hasOtherEpoch: boolean
  /** When it will try again at the earliest. */
  readonly nextTry: LogFact | undefined
}

/** Every attempt that a sentinel of the case began, with the votes that it heard of. */
export function findAttempts(evidence: Case): readonly Attempt[] {
  return evidence.logs.flatMap((log) => {
    const starts = log.lines.flatMap((line, index) => (line.event?.kind === '+try-failover' ? [index] : []))
    return starts.map((start, nth) => attemptFrom(log, start, starts[nth + 1] ?? log.lines.length))
  })
}

function attemptFrom(log: ProcessLog, from: number, to: number): Attempt {
  const lines = log.lines.slice(from, to)
  const [start] = lines as [LogFact, ...LogFact[]]
  const earlier = log.lines.slice(0, from)
  const before = earlier.findLast(({event}) => event?.kind === '+new-epoch')
  const odown = earlier.findLast(({event}) => event?.kind === '+odown' || event?.kind === '-odown')
  const ownVote = lines.find(({event}) => event?.kind === '+vote-for-leader')
  const epoch = Number(ownVote?.event?.fields['epoch'] ?? before?.event?.fields['epoch'] ?? 0)
  const aborted = lines.find(({event}) => event?.kind.startsWith('-failover-abort'))
  // What comes behind the end was too late.
  const inTime = aborted === undefined ? lines : lines.slice(0, lines.indexOf(aborted))
  const quorum = /#quorum \d+\/(\d+)/.exec(odown?.message ?? '')?.[1]
  return {
    log,
    epoch,
    masterName: field(start, 'masterName') || (start.message.split(' ')[2] ?? ''),
    start,
    ownVote,
    votes: inTime.filter(
      ({event}) => event?.kind === 'vote-received' && Number(event.fields['epoch']) === epoch,
    ),
    elected: lines.find(({event}) => event?.kind === '+elected-leader'),
    aborted,
    odown: odown?.event?.kind === '+odown' ? odown : undefined,
    quorum: quorum === undefined ? undefined : Number(quorum),
    hasOtherEpoch: inTime.some(
      ({event}) => event?.kind === '+new-epoch' && Number(event.fields['epoch']) > epoch,
    ),
    nextTry: lines.find(({event}) => event?.kind === 'next-failover-delayed'),
  }
}

/** The id that a sentinel has: as it says at its start, in its conf, or by the vote that it gives itself when it starts an election. */
export function candidateOf({ownVote}: Attempt): string {
  return ownVote === undefined ? '' : field(ownVote, 'runid')
}

/** How many votes an attempt got, its own among them. */
export function countVotes(attempt: Attempt): {readonly own: number; readonly others: number} {
  const candidate = candidateOf(attempt)
  const own = attempt.votes.filter((vote) => field(vote, 'candidate') === candidate).length + 1
  return {own, others: attempt.votes.length + 1 - own}
}
