import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import type {Plan} from '../../src/core/topology/plan.ts'
import {shiftLog} from './clocks/shift-log.ts'

const folder = path.resolve(import.meta.dirname, '../fixtures/failovers')

/** How other programs show logs. */
export const foreignForms = ['files', 'compose', 'kubectl', 'journald'] as const
export type ForeignForm = (typeof foreignForms)[number]

export interface ForeignEvidence {
  /** The folder that holds it. */
  readonly folder: string
  readonly plan: Plan
  /** The names by which the instances go there, by their own. */
  readonly names: ReadonlyMap<string, string>
}

/**
 * Writes the logs of a recorded failover as somebody else would have them: other names, other files, other heads.
 *
 * @param aheadMs how far the clock of an instance is ahead, by its own name
 */
export function writeForeign(
  to: string,
  failover: string,
  form: ForeignForm,
  aheadMs: (name: string) => number = () => 0,
): ForeignEvidence {
  const read = (file: string) => readFileSync(path.join(folder, failover, file), 'utf8')
  const plan: Plan = JSON.parse(read('plan.json'))
  const names = new Map(
    plan.instances.map(({name, kind}, index) => [
      name,
      `${kind === 'redis' ? 'cache' : 'watch'}-${index + 7}`,
    ]),
  )
  mkdirSync(to, {recursive: true})
  const logs = plan.instances.map(({name, kind}) => ({
    name: names.get(name) ?? name,
    kind,
    lines: shiftLog(read(`${name}.log`), aheadMs(name))
      .split('\n')
      .filter((line) => line !== ''),
  }))
  if (form === 'files') {
    for (const {name, lines} of logs) writeFileSync(path.join(to, `${name}.log`), `${lines.join('\n')}\n`)
    return {folder: to, plan, names}
  }
  // Several logs in one, as a tool prints them: a piece of one, a piece of the next.
  const rows: string[] = []
  const longest = Math.max(...logs.map(({lines}) => lines.length))
  for (let from = 0; from < longest; from += 20)
    for (const {name, kind, lines} of logs)
      for (const line of lines.slice(from, from + 20)) rows.push(headOf(form, name, kind) + line)
  writeFileSync(path.join(to, `${form}.log`), `${rows.join('\n')}\n`)
  return {folder: to, plan, names}
}

function headOf(form: ForeignForm, name: string, kind: string): string {
  if (form === 'compose') return `${name.padEnd(12)} | `
  if (form === 'kubectl') return `[pod/${name}/${kind}] `
  return `Nov 22 19:29:56 ${name} redis[4134]: `
}
