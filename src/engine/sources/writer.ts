import type {LineGroup} from '../../core/evidence/kept-facts.ts'
import type {PlainLog} from './line-copier.ts'
import type {PlainShapes} from './plain-shapes.ts'

/** Whose lines have one of the prefixes, and what was kept of these by kind. */
export interface Writer {
  readonly stream: string
  /** So many bytes stand in front of each line. */
  readonly prefixBytes: number
  /** Where lines of its server go as they stand, and those of its sentinel. */
  readonly plainLogs: {readonly server: PlainLog | undefined; readonly sentinel: PlainLog | undefined}
  readonly groups: Map<number, LineGroup>
  /** Messages that have a sign of a secret, and that its log has as they stand. */
  readonly plainMessages: PlainShapes
}
