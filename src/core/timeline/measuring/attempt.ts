import type {Attempt, Vote} from '../failover.ts'

/** A round of election that has begun and may still change. */
export type OpenAttempt = {-readonly [Field in keyof Attempt]: Attempt[Field]} & {
  readonly candidates: string[]
  readonly votes: Vote[]
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
