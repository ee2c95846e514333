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
}
