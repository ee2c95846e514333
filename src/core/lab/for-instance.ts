import {allFaultKinds} from '../faults/kinds.ts'
import type {Step} from './lab.ts'

/** The word for the instance whose turn it is, in the steps of `each`. */
export const eachWord = 'it'

/** Words of steps and conditions that hold targets. */
const targetKeys: ReadonlySet<string> = new Set([
  ...allFaultKinds,
  'each',
  'edit',
  'process-status',
  'of',
  'from',
  'to',
  'at',
  'client',
])

/** The steps of `each` for one instance: its name in place of `it`, also in `${it.port}`. */
export function forInstance(steps: readonly Step[], name: string): readonly Step[] {
  return steps.map((step) => named(step, name) as Step)
}

function named(part: unknown, name: string, key = ''): unknown {
  if (typeof part === 'string') return nameText(part, name, targetKeys.has(key))
  if (Array.isArray(part)) return part.map((item) => named(item, name, key))
  if (part === null || typeof part !== 'object') return part
  return Object.fromEntries(Object.entries(part).map(([inner, value]) => [inner, named(value, name, inner)]))
}

function nameText(text: string, name: string, isTarget: boolean): string {
  const filled = text.replaceAll(`\${${eachWord}}`, name).replaceAll(`\${${eachWord}.`, `\${${name}.`)
  return isTarget ? filled.replace(/(^|,)\s*it\s*(?=,|$)/g, `$1${name}`) : filled
}

/** Whether a step itself, but for steps inside of it, speaks of the instance of an `each` around it. */
export function speaksOfEach(step: Step): boolean {
  const {steps: _, ...own} = step as Step & {readonly steps?: unknown}
  const [changed] = forInstance([own as Step], 'n0')
  return JSON.stringify(changed) !== JSON.stringify(own)
}
