import type {ReshardReport} from '../core/contract/reshard-report.ts'
import {RedislabError} from '../core/errors/errors.ts'
import {describeStep} from '../core/lab/describe-step.ts'
import type {StepOf} from '../core/lab/lab.ts'
import {cancelMigrations} from '../engine/cluster/cancel-migrations.ts'
import {findMoves, type MoveWish} from '../engine/cluster/find-moves.ts'
import {reshard} from '../engine/cluster/reshard.ts'
import {reshardAtomic} from '../engine/cluster/reshard-atomic.ts'
import {msOf} from './ms-of.ts'
import {StepFailure} from './problem.ts'
import type {Stage} from './stage.ts'

/** Moves slots as `redislab reshard` does. */
export async function reshardStep(step: StepOf<'reshard'>, stage: Stage): Promise<string> {
  const {deployment, signal} = stage
  const mostKeys = step.keys === undefined ? undefined : Number(step.keys)
  const reports: ReshardReport[] = []
  const {atomic = false} = step
  const wait = step['no-wait'] !== true
  const withinMs = step.within === undefined ? undefined : msOf(step.within)
  try {
    if (step.reshard === 'cancel') {
      const cancelled = await cancelMigrations(deployment, {signal})
      return `${cancelled.length} called back`
    }
    for (const {slots, to} of await findMoves(deployment, {...wishOf(step, stage), signal})) {
      reports.push(
        atomic
          ? await reshardAtomic(deployment, {slots, to, wait, withinMs, signal})
          : await reshard(deployment, {slots, to, mostKeys, signal}),
      )
    }
  } catch (error) {
    if (!(error instanceof RedislabError) || error.code === 'INTERRUPTED') throw error
    throw new StepFailure(`that ${describeStep(step)} can be done`, error.message, stage)
  }
  const sum = (count: (report: ReshardReport) => number) =>
    reports.reduce((total, report) => total + count(report), 0)
  const moved = {
    slots: sum(({movedCount}) => movedCount),
    open: sum(({openCount}) => openCount),
    keys: sum(({keys}) => keys),
  }
  if (step.save !== undefined) stage.keep(step.save, moved)
  if (!wait) return `${moved.open} slots are on their way`
  return `${moved.slots} slots and ${moved.keys} keys moved, ${moved.open} left open`
}

function wishOf({reshard: slots, to}: StepOf<'reshard'>, stage: Stage): MoveWish {
  if (slots === 'finish') return {finish: true}
  const where = {to: to === undefined ? undefined : stage.targets(to).join()}
  if (typeof slots !== 'object') return {slots: String(slots), ...where}
  return {from: stage.targets(slots.from).join(), count: Number(slots.count), ...where}
}
