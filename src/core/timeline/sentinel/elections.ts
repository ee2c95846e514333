import type {Attempt, MeasureContext, Vote} from '../failover.ts'
import type {Incident} from '../incidents/incident.ts'
import {type OpenAttempt, openAttempt} from '../measuring/attempt.ts'

/** Elections of this master: an epoch belongs to the sentinel that called for it, and to the master that it named. */
export function findAttempts({evidence, at}: Incident, {names}: MeasureContext): readonly Attempt[] {
  const attempts = new Map<number, OpenAttempt>()
  const epochs = new Map<string, number>()
  const running = new Map<string, OpenAttempt>()
  const votes: (Vote & {readonly epoch: number})[] = []
  const heard: (Vote & {readonly epoch: number})[] = []
  for (const {kind, instance, fields, at: time} of evidence) {
    const sentinel = instance ?? ''
    const ms = time - at
    const attempt = running.get(sentinel)
    switch (kind) {
      case '+new-epoch':
        epochs.set(sentinel, Number(fields['epoch']))
        break
      case '+try-failover': {
        const epoch = epochs.get(sentinel) ?? 0
        const known = attempts.get(epoch) ?? openAttempt(epoch, ms)
        known.candidates.push(sentinel)
        attempts.set(epoch, known)
        running.set(sentinel, known)
        break
      }
      case '+vote-for-leader':
        votes.push({
          voter: sentinel,
          candidate: names.ofRunId(fields['runid']),
          ms,
          epoch: Number(fields['epoch']),
        })
        break
      case 'vote-received': {
        // Where the voter's own log is not there, the candidate tells of its vote.
        const voter = names.ofVoter(fields['voter'])
        heard.push({
          voter,
          candidate: names.ofRunId(fields['candidate']),
          ms,
          epoch: Number(fields['epoch']),
        })
        break
      }
      case '+elected-leader':
        if (attempt !== undefined) Object.assign(attempt, {leader: sentinel, electedMs: ms})
        break
      case '+selected-slave':
        if (attempt !== undefined)
          Object.assign(attempt, {selected: names.ofAddress(fields['ip'], fields['port']), selectedMs: ms})
        break
      case '+promoted-slave':
        if (attempt !== undefined) Object.assign(attempt, {result: 'promoted', endedMs: ms})
        break
      case '-failover-abort-not-elected':
        // Another candidate of the same round may have been elected.
        if (attempt !== undefined && attempt.leader === null)
          Object.assign(attempt, {result: 'not-elected', endedMs: ms})
        break
      case '-failover-abort-no-good-slave':
        if (attempt !== undefined) Object.assign(attempt, {result: 'no-good-replica', endedMs: ms})
        break
      case '-failover-abort-slave-timeout':
        if (attempt !== undefined) Object.assign(attempt, {result: 'replica-timeout', endedMs: ms})
        break
    }
  }
  const isOwn = ({voter, epoch}: (typeof heard)[number]) =>
    votes.some((vote) => vote.voter === voter && vote.epoch === epoch)
  for (const {epoch, ...vote} of [...votes, ...heard.filter((vote) => !isOwn(vote))]) {
    const attempt = attempts.get(epoch)
    // A sentinel that hears late of a round votes all the same: such a vote elects none.
    if (attempt !== undefined && vote.ms <= (attempt.electedMs ?? attempt.endedMs ?? vote.ms))
      attempt.votes.push(vote)
  }
  return [...attempts.values()]
}
