import {findNearest} from '../text/nearest.ts'
import {Expression} from './expression.ts'
import {eachWord} from './for-instance.ts'
import {instanceNames} from './instance-values.ts'
import {allSteps, type Lab, lockClientsOf, type Step} from './lab.ts'
import type {Path, Problems} from './problems.ts'
import {lockStepSchemas} from './schema/lock-steps.ts'
import {visitSteps} from './visit-steps.ts'

/** What expressions can read without a step that made it. */
const given = ['phases', 'failover', 'failovers', 'locks', 'server'] as const

/** Finds names that nothing has: of claims, steps, values. */
export function checkReferences(lab: Lab, problems: Problems): void {
  const steps = allSteps(lab.steps)
  const ids = steps.flatMap(({id}) => id ?? [])
  const claims = lab.claims.map(({id}) => id)
  const instances = instanceNames(lab.topology)
  const values = [...given, ...Object.keys(lab.values), ...steps.flatMap(namesMadeBy)]
  const marks = ['start', ...steps.flatMap(({mark}) => mark ?? [])]
  const lockers = Object.keys(lockClientsOf(lab.clients))
  const know = (name: string, known: readonly string[], path: Path, what: string) => {
    if (known.includes(name)) return
    const nearest = findNearest(name, known)
    const hint =
      nearest === undefined
        ? known.length > 0
          ? `; there are ${known.join(', ')}`
          : ''
        : `: did you mean \`${nearest}\`?`
    problems.add(path, `there is no ${what} \`${name}\`${hint}`)
  }
  const knowValue = (name: string, path: Path) => {
    // There may be many: they are no help in a message.
    if (name !== eachWord && !instances.includes(name)) know(name, values, path, 'value')
  }
  const readable = (text: string, path: Path) => {
    for (const value of Expression.parse(text).paths) knowValue(value.split('.')[0] as string, path)
  }
  visitSteps(lab.steps, ['steps'], (step, path) => {
    if (step.shows !== undefined) know(step.shows, claims, [...path, 'shows'], 'claim')
    if (step.refutes !== undefined) know(step.refutes, claims, [...path, 'refutes'], 'claim')
    for (const key of ['by', 'freeze', 'thaw', 'crash'] as const) {
      const locker = (step as {readonly [Key in typeof key]?: string})[key]
      if (locker !== undefined && isAboutLocks(step))
        know(locker, lockers, [...path, key], 'client that locks')
    }
    if (step.kind === 'end') {
      const loads = steps.flatMap((other) => (other.kind === 'load' ? [other.as] : []))
      know(step.end, loads, [...path, 'end'], 'load')
    }
    if ('since' in step && step.since !== undefined) know(step.since, marks, [...path, 'since'], 'mark')
    if (step.kind === 'await' || step.kind === 'never') {
      const {condition} = step
      if ('since' in condition && condition.since !== undefined)
        know(condition.since, marks, [...path, step.kind, 'since'], 'mark')
    }
    if (step.kind === 'check') readable(step.check, [...path, 'check'])
    if (step.kind === 'note') readable(step.note, [...path, 'note'])
    if (step.kind === 'await' && step.condition.kind === 'that')
      readable(step.condition.that, [...path, 'await'])
    for (const name of placeholdersIn(step)) knowValue(name, path)
  })
  for (const [index, {that}] of lab.expect.entries()) readable(that, ['expect', index])
  for (const [index, {id, holds}] of lab.claims.entries()) {
    const path = ['claims', index]
    if (claims.indexOf(id) !== index) problems.add([...path, 'id'], `there are two claims \`${id}\``)
    if (holds !== undefined) readable(holds, [...path, 'holds'])
    else if (!steps.some(({shows, refutes}) => shows === id || refutes === id)) {
      problems.add(
        path,
        `nothing decides the claim \`${id}\`: give it \`holds\`, or a step that \`shows\` or \`refutes\` it`,
      )
    }
  }
  const without = lab.failsWhen?.without
  if (without !== undefined) know(without, ids, ['fails-when', 'without'], 'step with the id')
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) !== index) problems.add(['steps'], `there are two steps with the id \`${id}\``)
  }
}

/** Other kinds of steps have words such as `by` too. */
function isAboutLocks({kind}: Step): boolean {
  return kind in lockStepSchemas
}

function namesMadeBy(step: Step): readonly string[] {
  const names = step as {readonly as?: string; readonly save?: string; readonly measure?: string}
  return [names.as, names.save, names.measure].filter((name) => name !== undefined)
}

/** The names in `${…}` of a step's own words. */
function placeholdersIn(step: Step): readonly string[] {
  const {steps: _, say: __, ...own} = step as Step & {readonly steps?: unknown}
  return [...JSON.stringify(own).matchAll(/\$\{([A-Za-z]\w*)(?:\.\w+)*\}/g)].map(([, name]) => name as string)
}
