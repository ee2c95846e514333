import {formatDuration} from '../../time/duration.ts'
import type {Reason} from '../explaining/facts.ts'
import type {SlotMove} from './slot-moves.ts'

export interface ExplainedMove {
  readonly move: SlotMove
  /** In one sentence. */
  readonly summary: string
  readonly reasons: readonly Reason[]
}

/** How a move of whole slots ended, and why. */
export function explainSlotMove(move: SlotMove): ExplainedMove {
  return {move, summary: summarise(move), reasons: [...replaced(move), ...course(move), ...losses(move)]}
}

function summarise({slots, from, to, outcome, at, endedAt, keys, reason}: SlotMove): string {
  const time = endedAt === null ? '' : formatDuration(endedAt - at)
  const why = reason === null ? '' : ` (${reason})`
  switch (outcome) {
    case 'moved':
      return `Slots ${slots} went from ${from} to ${to}, whole, in ${time}${keys === null ? '' : `, with ${keys} keys`}.`
    case 'failed':
      return `Slots ${slots} did not get from ${from} to ${to}: their migration failed after ${time}${why}.`
    case 'cancelled':
      return `Slots ${slots} stayed with ${from}: their move to ${to} was cancelled after ${time}.`
    case 'under-way':
      return `Slots ${slots} are on their way from ${from} to ${to}, whole.`
  }
}

/** Redis goes on with the node that took over from the one that gave the slots; Valkey gives up. */
function replaced({newSource, from, to, evidence}: SlotMove): readonly Reason[] {
  if (newSource === null) return []
  const text = `${newSource} took over from ${from} in the middle of it: ${to} began again, with ${newSource}, by itself.`
  return [{text, evidence: evidence.filter(({kind}) => kind === 'import-source-changed')}]
}

function course(move: SlotMove): readonly Reason[] {
  const {from, to, newSource, outcome, pausedAt, unpausedAt, evidence} = move
  const source = newSource ?? from
  if (outcome === 'failed' || outcome === 'cancelled') {
    const text = `${source} served them all the time: they change hands in the last step alone. What ${to} had got of their keys by then is deleted there.`
    return [{text, evidence}]
  }
  const copied = `${source} ${outcome === 'under-way' ? 'serves' : 'served'} them while their keys ${outcome === 'under-way' ? 'are' : 'were'} copied, and what is written meanwhile follows`
  if (outcome === 'under-way') return [{text: `${copied}.`, evidence}]
  const pause =
    pausedAt === null
      ? ''
      : unpausedAt === null
        ? ' At the end it took no writes.'
        : ` At the end it took no writes for ${formatDuration(unpausedAt - pausedAt)}, until ${to} had them and it knew.`
  return [{text: `${copied}.${pause}`, evidence}]
}

function losses({mayHaveLostWrites, from, evidence}: SlotMove): readonly Reason[] {
  if (!mayHaveLostWrites) return []
  const text = `${from} took writes again before it knew who had the slots: what it took then may be lost.`
  return [{text, evidence: evidence.filter(({kind}) => kind === 'slot-migration-write-loss')}]
}
