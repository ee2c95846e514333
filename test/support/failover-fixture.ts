import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {entryOfJournal, type TimelineEntry} from '../../src/core/timeline/entries/entry.ts'
import {parseJournalLine} from '../../src/core/timeline/entries/journal-entry.ts'
import {entryOfRecord} from '../../src/core/timeline/entries/log-entry.ts'
import type {Plan} from '../../src/core/topology/plan.ts'
import {parseLogLine} from '../../src/lines/log-line.ts'
import {recogniseRecord} from './recognise.ts'

const folder = path.resolve(import.meta.dirname, '../fixtures/failovers')

/** The names of the failovers whose journal and logs were kept from real runs. */
export const failoverNames: readonly string[] = readdirSync(folder)

/** The whole timeline of a real run. */
export function readFailover(name: string): {
  readonly plan: Plan
  readonly entries: readonly TimelineEntry[]
} {
  const read = (file: string) => readFileSync(path.join(folder, name, file), 'utf8')
  const plan: Plan = JSON.parse(read('plan.json'))
  const journal = read('journal.jsonl')
    .split('\n')
    .flatMap((line) => parseJournalLine(line) ?? [])
    .map((line) => entryOfJournal(line, plan))
  const logs = plan.instances.map(({name: instance}, index) =>
    read(`${instance}.log`)
      .split('\n')
      .flatMap((text) => parseLogLine(text) ?? [])
      .map((line) => entryOfRecord(recogniseRecord({...line, instance, index}))),
  )
  // The sort is stable: of the same millisecond, the journal comes first.
  return {plan, entries: [journal, ...logs].flat().sort((a, b) => a.at - b.at)}
}
