import type {Attempt, AttemptResult, Vote} from '../failover.ts'

/** A round of election that has begun and may still change. */
export interface OpenAttempt extends Attempt {
  readonly candidates: string[]
  votes: Vote[]
  leader: string | null
  electedMs: number | null
  selected: string | null
  selectedMs: number | null
  result: AttemptResult
  endedMs: number | null
}

export function openAttempt(epoch: number, startedMs: number): OpenAttempt {
  return {
    epoch,
    startedMs,
    candidates: [],
    votes: [],
    leader: null,
    electedMs: null,
    selected: null,
    selectedMs: null,
    result: 'open',
    endedMs: null,
  }
}
