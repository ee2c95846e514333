import {predict, sayArithmetic, sayDown} from '../../core/rehearsal/predict.ts'
import type {RehearsalCase} from '../../core/rehearsal/rehearsal.ts'
import {whoIsDown} from '../../core/rehearsal/unserved.ts'
import type {SlotRange} from '../../core/topology/slots.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {explainLast} from '../../engine/timeline/explain-last.ts'
import type {CaseOptions} from './case-options.ts'

interface Ended {
  /** What is missing; undefined where it was survived. */
  readonly problem: string | undefined
  /** Of a cluster: the slots that nobody serves. */
  readonly unserved: readonly SlotRange[]
  /** Milliseconds since 1970. */
  readonly sinceMs: number
  readonly options: CaseOptions
}

/** Why a case ended as it did, in one sentence: by the arithmetic where that is the reason, else as explain says it. */
export async function sayWhy(
  one: RehearsalCase,
  deployment: Deployment,
  {problem, unserved, sinceMs, options: {unfit, signal}}: Ended,
): Promise<string> {
  const survived = problem === undefined
  const isLoss = one.kind !== 'planned' && one.kind !== 'rolling' && one.kind !== 'all'
  const losses = isLoss ? predict(deployment.record.plan, one.instances, unfit) : []
  const isShort = losses.some(({shortages}) => shortages.length > 0)
  if (!survived && isShort) return sayDown(one, losses, unserved)
  if (survived && isShort && one.masters.length === 0)
    return `The master goes on, and nothing replaces it if it fails as well: this takes ${sayArithmetic(losses, [])}.`
  if (survived && one.masters.length === 0) return 'Writes went on.'
  if (one.kind === 'rolling' || one.kind === 'all')
    return survived ? 'Writes are taken again when it is over.' : `It did not come back: ${problem}.`
  const {explanations} = await explainLast(deployment, {sinceMs, signal})
  const [explanation] = explanations
  const told = [explanation?.summary, ...(survived ? [] : [explanation?.reasons[0]?.text])].filter(Boolean)
  const why = told.length > 0 ? told.join(' ') : survived ? 'Writes went on.' : `${problem}.`
  if (unserved.length === 0) return why
  const down = whoIsDown(unserved)
  return down === 'you are' ? `${why} No slot is served.` : `${why} ${capitalise(down)} not served.`
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
