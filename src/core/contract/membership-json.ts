import type {MasterlessSlots} from '../status/masterless.ts'
import type {CancelledMigration, ReshardReport} from './reshard-report.ts'
import type {JsonOf} from './schemas/json-of.ts'
import type {reshard} from './schemas/membership.ts'

/**
 * The document of `reshard --json`.
 *
 * @param masterless slots that no master serves: only where they were looked for
 * @param cancelled migrations that were cancelled: only where that was asked for
 */
export function describeReshard(
  moves: readonly ReshardReport[],
  masterless?: readonly MasterlessSlots[],
  cancelled?: readonly CancelledMigration[],
): JsonOf<typeof reshard> {
  return {
    moves,
    ...(masterless === undefined ? {} : {masterless}),
    ...(cancelled === undefined ? {} : {cancelled}),
  }
}
