import {textOf} from '../text/text-of.ts'

/** Slots that move whole, as the servers tell of them: CLUSTER MIGRATION STATUS (Redis 8.4), CLUSTER GETSLOTMIGRATIONS (Valkey 9.0). */

export interface SlotMigration {
  readonly id: string
  /** As ranges: `0-99,200-201`. */
  readonly slots: string
  /** What the node that tells of it does. */
  readonly operation: 'import' | 'export'
  /** Ids of the two nodes. */
  readonly source: string
  readonly target: string
  /** In the server's words. */
  readonly state: string
  readonly outcome: MigrationOutcome
  /** Why it failed; null where nothing did. */
  readonly reason: string | null
  /** For how long the source took no writes; only Redis says so, on the source. */
  readonly writePauseMs: number | null
  /** What is still to be sent, in bytes; only Valkey says so, on the source. */
  readonly remainingBytes: number | null
}

/** A task of Redis that failed is tried again until it is cancelled (cluster_asm.c: asmCron); one of Valkey is over. */
export type MigrationOutcome = 'under-way' | 'done' | 'failed' | 'cancelled'

const outcomes: Readonly<Record<string, MigrationOutcome>> = {
  completed: 'done',
  success: 'done',
  failed: 'failed',
  canceled: 'cancelled',
  cancelled: 'cancelled',
}

/**
 * Reads the reply of either command.
 *
 * @param reply a list with one list of names and values for each migration
 */
export function parseSlotMigrations(reply: unknown): readonly SlotMigration[] {
  return Array.isArray(reply) ? reply.filter(Array.isArray).map(readOne) : []
}

function readOne(pairs: readonly unknown[]): SlotMigration {
  const fields = new Map<string, string>()
  for (let index = 0; index + 1 < pairs.length; index += 2)
    fields.set(textOf(pairs[index]), textOf(pairs[index + 1]))
  const text = (...names: readonly string[]) => names.map((name) => fields.get(name)).find(Boolean) ?? ''
  const number = (name: string) => (fields.has(name) ? Number(fields.get(name)) : null)
  const state = text('state')
  return {
    id: text('id', 'name'),
    slots: text('slots', 'slot_ranges').split(' ').join(','),
    operation: text('operation').toLowerCase() === 'import' ? 'import' : 'export',
    source: text('source', 'source_node'),
    target: text('dest', 'target_node'),
    state,
    outcome: outcomes[state] ?? 'under-way',
    reason: text('last_error', 'message') || null,
    writePauseMs: number('write_pause_ms'),
    remainingBytes: number('remaining_repl_size'),
  }
}
