import type {CertifyBlock} from '../lab/schema/certify.ts'
import type {CertifyRecord} from './record.ts'
import type {Storm} from './result.ts'

/** All sentinels, or all nodes, name the same masters. */
export interface Agreement {
  readonly since: number
  readonly seenAt: number
}

/** What is known of a run at a moment. Times in milliseconds since 1970. */
export interface Sight {
  readonly record: CertifyRecord
  readonly certify: CertifyBlock
  readonly now: number
  /** When the client was started. */
  readonly startedAt: number
  /** When it first opened a connection: until then it loads what it needs, which is no outage. */
  readonly contactAt: number
  /** When the first fault was done that the client lived through; the start for faults before it. */
  readonly faultAt: number
  /** When the last step was done. */
  readonly stepsEndedAt: number | undefined
  /** How long a client may take after that. */
  readonly waitMs: number
  /** For how long no server of a group took writes, by group. */
  readonly floors: ReadonlyMap<string, number>
  /** Since when all agree who is master, and the last look that showed it; undefined while they do not. */
  readonly agreement: Agreement | undefined
  /** When the client last wrote, asked or connected. */
  readonly lastSignAt: number
  readonly exit:
    | {readonly exitCode: number | null; readonly signal: string | null; readonly at: number}
    | undefined
  readonly storms: readonly Storm[]
  readonly connections: {readonly before: number; readonly after: number}
}

/** So long a client must do its work without a fault before it counts as back. */
export const settleMs = 2500
