import type {MasterlessSlots} from '../status/masterless.ts'
import type {ReshardReport} from './reshard-report.ts'
import type {JsonOf} from './schemas/json-of.ts'
import type {reshard} from './schemas/membership.ts'

/**
 * The document of `reshard --json`.
 *
 * @param masterless slots that no master serves: only where they were looked for
 */
export function describeReshard(
  moves: readonly ReshardReport[],
  masterless?: readonly MasterlessSlots[],
): JsonOf<typeof reshard> {
  return {moves, ...(masterless === undefined ? {} : {masterless})}
}
