/** The result of moving slots to one master: the JSON of `reshard`. */
export interface ReshardReport {
  readonly to: string
  /** Slots that belong to it now, as ranges: `0-100,866`. */
  readonly moved: string
  readonly movedCount: number
  /** Slots that belonged to it before: nothing was to do. */
  readonly already: string
  readonly alreadyCount: number
  /** Slots that are half-way, as ranges. */
  readonly open: string
  readonly openCount: number
  /** How many keys were moved. */
  readonly keys: number
  /** Masters that gave their last slot away, and their master since then; null for a master without slots. */
  readonly emptied: readonly {readonly name: string; readonly replicaOf: string | null}[]
  /** Of slots that move whole: each migration, one for each master that they come from. */
  readonly migrations?: readonly MigrationReport[]
}

/** A migration of slots that move whole. */
export interface MigrationReport {
  /** The server's name of it. */
  readonly id: string
  readonly from: string
  readonly to: string
  /** As ranges. */
  readonly slots: string
  /** In the server's words. */
  readonly state: string
  /** Until it was over; null while it is not. */
  readonly ms: number | null
  /** For how long the master that gave them took no writes, where the server says so (Redis). */
  readonly writePauseMs?: number
}

/** A migration that was cancelled: its slots stay where they were. */
export type CancelledMigration = Pick<MigrationReport, 'id' | 'from' | 'to' | 'slots'>
