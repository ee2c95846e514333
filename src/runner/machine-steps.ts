import {readFile} from 'node:fs/promises'
import type {Value} from '../core/lab/expression.ts'
import type {Step, StepOf} from '../core/lab/lab.ts'
import {describeWanted, findMismatch, formatReply} from '../core/lab/reply.ts'
import {machineStepSchemas} from '../core/lab/schema/machine-steps.ts'
import type {Wanted} from '../core/lab/schema/wanted.ts'
import {checkSystem} from '../engine/machine/check-system.ts'
import {type BorrowedHugePages, borrowHugePages} from '../engine/machine/huge-pages.ts'
import {StepFailure} from './problem.ts'
import type {Stage} from './stage.ts'

type MachineStep = StepOf<keyof typeof machineStepSchemas>

export function isMachineStep(step: Step): step is MachineStep {
  return step.kind in machineStepSchemas
}

/** Does or asks what a step says about the machine. */
export async function doMachineStep(step: MachineStep, stage: Stage): Promise<string> {
  switch (step.kind) {
    case 'huge-pages': {
      const huge = await borrow(stage)
      await huge.set(step['huge-pages'])
      return `it was ${huge.before}`
    }
    case 'check-system': {
      const found = (await checkSystem(stage.server, stage.signal)).get(step['check-system'])
      return judge(found === undefined ? null : [found.verdict, found.message].join(' ').trim(), step, stage)
    }
    case 'process-status':
      return judge(await readProcessStatus(step, stage), step, stage)
  }
}

const borrowed = new WeakMap<Stage, BorrowedHugePages>()

/** Once a lab; given back when it is over, however it ends. */
async function borrow(stage: Stage): Promise<BorrowedHugePages> {
  const known = borrowed.get(stage)
  if (known !== undefined) return known
  const huge = await borrowHugePages(stage.signal)
  stage.undo.push(() => huge[Symbol.asyncDispose]() as Promise<void>)
  borrowed.set(stage, huge)
  return huge
}

async function readProcessStatus(step: StepOf<'process-status'>, stage: Stage): Promise<Value> {
  const [name] = await stage.names(step['process-status'])
  const {instances} = await stage.deployment.statusBy(stage.observer, {signal: stage.signal})
  const pid = instances.find((instance) => instance.name === name)?.pid
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${step.field}:`))
  return line?.slice(step.field.length + 1).trim() ?? null
}

function judge(
  value: Value,
  {reply, save}: {reply?: Wanted | undefined; save?: string | undefined},
  stage: Stage,
): string {
  if (save !== undefined) stage.keep(save, value)
  const text = formatReply({value})
  if (reply !== undefined && findMismatch(reply, value) !== undefined) {
    throw new StepFailure(describeWanted(reply), text, stage)
  }
  return text
}
