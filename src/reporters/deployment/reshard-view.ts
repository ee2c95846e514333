import type {CancelledMigration, MigrationReport, ReshardReport} from '../../core/contract/reshard-report.ts'
import type {MasterlessSlots} from '../../core/status/masterless.ts'
import {describeMasterless, mendMasterless} from '../../core/status/masterless.ts'
import {nameFlagOf, nameInHint} from '../../core/text/name-flag.ts'
import {formatDuration} from '../../core/time/duration.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'

export interface ReshardViewOptions {
  /** What to say when there was nothing to move. */
  readonly nothing: string
  /** Its name. */
  readonly deployment: string
  /** Slots that have no master, which no move can help. */
  readonly masterless?: readonly MasterlessSlots[]
}

/** The outcome of a reshard, a line for each master that slots went to, and what is left to do. */
export function renderReshard(
  moves: readonly ReshardReport[],
  {nothing, deployment, masterless = []}: ReshardViewOptions,
  theme: Theme = stdoutTheme,
): string {
  return [
    ...(moves.length === 0 ? [nothing] : renderMoves(moves, deployment, theme)),
    ...masterless.flatMap((one) => [
      `${theme.warn('▲')} ${count(one.slotCount, 'slot')} ${one.slotCount === 1 ? 'has' : 'have'} no master: ${describeMasterless(one)}  ${theme.dim(one.slots)}`,
      `  ${nameInHint(mendMasterless(one), deployment)}`,
    ]),
  ].join('\n')
}

function renderMoves(moves: readonly ReshardReport[], deployment: string, theme: Theme): readonly string[] {
  return moves.flatMap((move) => {
    const {to, moved, movedCount, already, alreadyCount, open, openCount, keys, emptied, migrations} = move
    return [
      ...(movedCount > 0
        ? [
            `${theme.good('✔')} ${slotsAre(movedCount)} ${to}'s now, with ${count(keys, 'key')}  ${theme.dim(moved)}`,
          ]
        : []),
      ...(alreadyCount > 0
        ? [`${theme.good('✔')} ${slotsAre(alreadyCount)} ${to}'s already  ${theme.dim(already)}`]
        : []),
      ...(migrations ?? []).flatMap((one) => (one.ms === null ? [] : [renderMigration(one, theme)])),
      ...(openCount > 0 && migrations !== undefined
        ? [
            `${theme.warn('▲')} ${slotsAre(openCount)} on the way to ${to}, whole  ${theme.dim(open)}`,
            `  ${theme.command(`redislab timeline --follow${nameFlagOf(deployment)}`)}  see them arrive`,
            `  ${theme.command(`redislab reshard --cancel${nameFlagOf(deployment)}`)}  call them back`,
          ]
        : []),
      ...(openCount > 0 && migrations === undefined
        ? [
            `${theme.warn('▲')} ${count(openCount, 'slot')} left open on the way to ${to}, ${count(keys, 'key')} moved  ${theme.dim(open)}`,
            `  ${theme.command(`redislab reshard --finish${nameFlagOf(deployment)}`)}  moves the rest`,
          ]
        : []),
      ...emptied.map(({name, replicaOf}) =>
        replicaOf === null
          ? `  ${name} is a master without slots now`
          : `  ${name} has no slot left, and replicates from ${replicaOf} now`,
      ),
    ]
  })
}

function renderMigration({from, ms, writePauseMs}: MigrationReport, theme: Theme): string {
  const pause = writePauseMs === undefined ? '' : `, without writes for ${formatDuration(writePauseMs)} of it`
  return theme.dim(`  whole from ${from}, in ${formatDuration(ms ?? 0)}${pause}`)
}

/** What was called back, a line each. */
export function renderCancelled(
  cancelled: readonly CancelledMigration[],
  theme: Theme = stdoutTheme,
): string {
  if (cancelled.length === 0) return 'No slots are on their way whole.'
  return cancelled
    .map(
      ({from, to, slots}) =>
        `${theme.good('✔')} slots ${slots} stay with ${from}: their move to ${to} is cancelled`,
    )
    .join('\n')
}

function slotsAre(number: number): string {
  return `${count(number, 'slot')} ${number === 1 ? 'is' : 'are'}`
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
