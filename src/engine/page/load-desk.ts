import type {PageData} from '../../core/contract/page-json.ts'
import type {LoadReport} from '../../core/load/report.ts'

/** A load that was started from a page, as it is now. */
export type RunningLoad = PageData['running'][number]

/** What a page asks for. */
export interface LoadWish {
  readonly kind: string
  /** Operations a second; 0 for as many as possible. */
  readonly rate: number
  /** Milliseconds after which it ends; undefined: when it is ended. */
  readonly forMs: number | undefined
  /** A master group, or a shard. */
  readonly group: string
}

/** Starts and ends loads for a page: clients belong to a room above this one. */
export interface LoadDesk {
  /** Those that have ended, the oldest first. */
  readonly reports: readonly LoadReport[]
  /** Looks at those that run, and notes what happened since the last look. */
  readonly look: () => readonly RunningLoad[]
  /** @returns what was begun, in words @throws RedislabError what starting a load throws */
  readonly start: (wish: LoadWish) => Promise<string>
  /** Ends the load of a group. @returns what it came to, in words @throws RedislabError WRONG_STATE when there is none */
  readonly end: (group: string) => Promise<string>
}
