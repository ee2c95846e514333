import type {TimelineEntry} from '../entries/entry.ts'
import type {InstanceNames} from '../incidents/names.ts'

/** Slots that move whole (Redis 8.4, Valkey 9.0), as the logs of the two nodes tell of it. */
export interface SlotMove {
  /** What the server calls it. */
  readonly id: string
  readonly slots: string
  readonly from: string
  readonly to: string
  /** When it began, and when it was over, in milliseconds since 1970. */
  readonly at: number
  readonly endedAt: number | null
  readonly outcome: 'moved' | 'failed' | 'cancelled' | 'under-way'
  readonly reason: string | null
  /** How many keys arrived, where the server says so. */
  readonly keys: number | null
  /** From when to when the node that gave them took no writes. */
  readonly pausedAt: number | null
  readonly unpausedAt: number | null
  /** Who replaced the node that they came from, in the middle of it. */
  readonly newSource: string | null
  readonly mayHaveLostWrites: boolean
  /** The lines that tell of it. */
  readonly evidence: readonly TimelineEntry[]
}

type Open = {-readonly [Key in keyof SlotMove]: SlotMove[Key]} & {evidence: TimelineEntry[]}

/** So many are kept: of a cluster that moves slots all the time, the latest. */
const mostMoves = 1000

/** Follows slots that move whole, entry by entry. */
export class SlotMoves {
  readonly #names: InstanceNames
  readonly #moves = new Map<string, Open>()

  constructor(names: InstanceNames) {
    this.#names = names
  }

  get all(): readonly SlotMove[] {
    return [...this.#moves.values()]
  }

  push(entry: TimelineEntry): void {
    const {kind, fields, instance} = entry
    // Redis does not say for which task it takes no writes: a node takes part in one at a time.
    if (kind === 'migrate-task-paused') this.#pause(this.#lastOf(instance), entry)
    const job = typeof fields['job'] === 'string' ? readJob(fields['job']) : undefined
    const id = kind === 'reshard-cancelled' ? fields['id'] : (job?.id ?? fields['task'])
    if (typeof id !== 'string') return
    const move = this.#moves.get(id)
    if (kind === 'slot-export-requested' && job !== undefined)
      this.#begin(entry, {id, slots: job.slots, from: instance ?? '', to: this.#nameOf(job.target)})
    else if (kind === 'import-task-created') {
      const [from, to] = [this.#nameOf(fields['source']), this.#nameOf(fields['destination'])]
      this.#begin(entry, {id, slots: String(fields['slots']), from, to})
    } else if (move !== undefined) this.#follow(move, entry)
  }

  #nameOf(node: string | number | undefined): string {
    return this.#names.ofRunId(node)
  }

  #begin(entry: TimelineEntry, known: Pick<SlotMove, 'id' | 'slots' | 'from' | 'to'>): void {
    if (this.#moves.size >= mostMoves) this.#moves.delete(this.#moves.keys().next().value ?? '')
    this.#moves.set(known.id, {
      ...known,
      at: entry.at,
      endedAt: null,
      outcome: 'under-way',
      reason: null,
      keys: null,
      pausedAt: null,
      unpausedAt: null,
      newSource: null,
      mayHaveLostWrites: false,
      evidence: [entry],
    })
  }

  #lastOf(instance: string | null): Open | undefined {
    return [...this.#moves.values()].findLast(
      ({from, newSource, endedAt}) => endedAt === null && (newSource ?? from) === instance,
    )
  }

  #pause(move: Open | undefined, entry: TimelineEntry): void {
    if (move === undefined) return
    move.pausedAt = entry.at
    move.evidence.push(entry)
  }

  #follow(move: Open, entry: TimelineEntry): void {
    const {kind, fields, instance} = entry
    const isSource = instance === (move.newSource ?? move.from)
    const isTarget = instance === move.to
    switch (kind) {
      case 'import-task-completed':
        move.keys = typeof fields['keys'] === 'number' ? fields['keys'] : null
        end(move, 'moved', entry)
        break
      case 'slot-import-done':
        // The replicas of the target say it, too.
        if (isTarget) end(move, 'moved', entry)
        break
      case 'migrate-task-completed':
      case 'slot-export-done':
        if (isSource) learned(move, entry)
        break
      case 'slot-migration-paused':
        if (isSource) this.#pause(move, entry)
        break
      case 'slot-migration-snapshot':
        move.evidence.push(entry)
        break
      case 'slot-migration-write-loss':
        move.mayHaveLostWrites = true
        move.evidence.push(entry)
        break
      case 'import-source-changed':
        // It had failed, and is tried again.
        move.newSource = this.#nameOf(fields['source'])
        move.outcome = 'under-way'
        move.endedAt = null
        move.pausedAt = null
        move.evidence.push(entry)
        break
      case 'slot-task-failed':
      case 'slot-migration-failed':
      case 'slot-migration-timed-out':
      case 'slot-migration-target-unknown':
        if (isSource || isTarget) fail(move, entry)
        break
      case 'slot-migration-finished':
        if (cancelled.test(String(fields['state']))) end(move, 'cancelled', entry)
        break
      case 'reshard-cancelled':
        end(move, 'cancelled', entry)
        break
    }
  }
}

const cancelled = /cancell?ed/i

/** The first word of it: what the others say is the same. */
function end(move: Open, outcome: SlotMove['outcome'], entry: TimelineEntry): void {
  if (move.endedAt !== null) return
  move.outcome = outcome
  move.endedAt = entry.at
  move.evidence.push(entry)
}

function fail(move: Open, entry: TimelineEntry): void {
  if (move.endedAt !== null) return
  const {reason} = entry.fields
  move.reason = typeof reason === 'string' ? shortReason(reason) : null
  end(move, cancelled.test(entry.message) ? 'cancelled' : 'failed', entry)
}

/** The node that gave them knows, and sends clients on. */
function learned(move: Open, entry: TimelineEntry): void {
  if (move.pausedAt !== null) move.unpausedAt = entry.at
  if (move.endedAt !== null) move.endedAt = Math.max(move.endedAt, entry.at)
  move.evidence.push(entry)
}

/** `{name: ID, operation: export, target_node_id: ID, slots: 0-99 200-201}` */
function readJob(
  job: string,
): {readonly id: string; readonly target: string; readonly slots: string} | undefined {
  const id = /name: ([0-9a-f]{40})/.exec(job)?.[1]
  const slots = /slots: ([\d -]+)\}/.exec(job)?.[1]
  if (id === undefined || slots === undefined) return undefined
  return {id, target: /target_node_id: ([0-9a-f]{40})/.exec(job)?.[1] ?? '', slots}
}

/** Redis adds the states that the task was in, in brackets. */
function shortReason(reason: string): string {
  return reason.replace(/ \(state: .*$/s, '').replace(/\.$/, '')
}
