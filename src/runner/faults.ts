import {RedislabError} from '../core/errors/errors.ts'
import {type Fault, failoverManners} from '../core/faults/faults.ts'
import {type AnyFaultKind, traitsOf} from '../core/faults/kinds.ts'
import {describeStep} from '../core/lab/describe-step.ts'
import type {Step, StepOf} from '../core/lab/lab.ts'
import {parseBandwidth} from '../core/links/bandwidth.ts'
import type {LinkFault} from '../core/links/link-fault.ts'
import {msOf} from './ms-of.ts'
import {StepFailure} from './problem.ts'
import type {Stage} from './stage.ts'

export type FaultStep = StepOf<AnyFaultKind>

export function isFault(step: Step): step is FaultStep {
  return traitsOf(step.kind) !== undefined
}

/** Does what a step says to instances or links, and remembers whom it was done to. */
export async function injectStep(step: FaultStep, stage: Stage): Promise<string | undefined> {
  const asked = stage.targets((step as unknown as Record<AnyFaultKind, string>)[step.kind])
  const targets = step.kind === 'heal' && asked.join() === 'all' ? [] : asked
  const forMs = 'for' in step && step.for !== undefined && step.kind !== 'sleep' ? msOf(step.for) : undefined
  try {
    const options = {forMs, signal: stage.signal}
    const {report} = await stage.deployment.inject(toFault(step, stage), targets, options)
    const names = report.instances.map(({name}) => name)
    stage.rememberFault(step.kind, names, Date.parse(report.at))
    return names.join(', ') === targets.join(', ') ? undefined : names.join(', ')
  } catch (error) {
    if (!(error instanceof RedislabError) || error.code === 'INTERRUPTED') throw error
    throw new StepFailure(`that ${describeStep(step)} can be done`, error.message, stage)
  }
}

function toFault(step: FaultStep, stage: Stage): Fault | LinkFault {
  switch (step.kind) {
    case 'failover': {
      const manner = failoverManners.find((name) => step[name])
      return {kind: 'failover', manner}
    }
    case 'stop':
      return {kind: 'stop', ...(step.failover ? {failover: true} : {})}
    case 'kill':
      return {kind: 'kill', signal: (step.signal ?? 'SIGKILL') as NodeJS.Signals}
    case 'sleep':
      return {kind: 'sleep', durationMs: msOf(step.for)}
    case 'disconnect':
      return {kind: 'disconnect', types: step.types}
    case 'set': {
      const directives = Object.entries(step.to)
      return {kind: 'set', directives: directives.map(([name, value]) => ({name, value: String(value)}))}
    }
    case 'partition':
      return {
        kind: 'partition',
        from: step.from === undefined ? undefined : stage.targets(step.from),
        oneWay: step['one-way'] ?? false,
        cut: step.cut ?? 'stall',
      }
    case 'delay':
      return {
        kind: 'delay',
        to: step.to === undefined ? undefined : stage.targets(step.to),
        delayMs: step.by === undefined ? undefined : msOf(step.by),
        jitterMs: step.jitter === undefined ? undefined : msOf(step.jitter),
        bytesPerSecond: step.bandwidth === undefined ? undefined : parseBandwidth(step.bandwidth),
      }
    default:
      return {kind: step.kind}
  }
}
