import type {PageData} from '../../core/contract/page-json.ts'
import type {Finding} from '../../core/diagnosis/finding.ts'
import type {Evidence, LogFact, RoleLetter} from '../../core/evidence/facts.ts'
import {planOfEvidence} from '../../core/identity/evidence-plan.ts'
import {identify} from '../../core/identity/find-instances.ts'
import type {WriterRole} from '../../core/redis/log-record.ts'
import type {TimelineEntry} from '../../core/timeline/entries/entry.ts'
import {PageRecorder} from './page-recorder.ts'

const roles: Readonly<Record<RoleLetter, WriterRole>> = {
  M: 'master',
  S: 'replica',
  X: 'sentinel',
  C: 'child',
}

/** The page of what people have of a deployment: the lines of its logs that have a time, and what was diagnosed. */
export function describeEvidencePage(
  evidence: readonly Evidence[],
  {findings, title}: {readonly findings: readonly Finding[]; readonly title: string},
): PageData {
  const identities = identify(evidence)
  const plan = planOfEvidence(title, evidence, identities)
  const indexes = new Map(plan.instances.map(({name}, index) => [name, index]))
  const logged = evidence
    .flatMap(({facts}) => facts)
    .filter((fact) => fact.kind === 'log')
    .flatMap((fact) => {
      const name = identities.ownerOf(fact)?.name
      return entryOf(fact, name === undefined ? undefined : {name, index: indexes.get(name) ?? -1})
    })
    .sort((a, b) => a.at - b.at)
  const recorder = new PageRecorder({...plan, topology: null}, undefined, {keepsUnknown: true})
  for (const entry of logged) recorder.push(entry, undefined)
  const now = Date.now()
  const page = recorder.describe([], {to: recorder.lastAt ?? now, madeAt: now}, {findings})
  return {...page, deployment: null}
}

function entryOf(
  {at, letter, message, event}: LogFact,
  owner: {readonly name: string; readonly index: number} | undefined,
): readonly TimelineEntry[] {
  if (at === null) return []
  const severity = event?.severity ?? 'info'
  const warns = severity === 'warning' || severity === 'error'
  return [
    {
      at,
      instance: owner?.name ?? null,
      index: owner?.index ?? -1,
      source: 'log',
      role: letter === null ? 'unknown' : roles[letter],
      level: warns ? 'warning' : 'notice',
      kind: event?.kind ?? 'unknown',
      severity,
      message,
      fields: event?.fields ?? {},
      meaning: event?.meaning,
      advice: event?.advice,
    },
  ]
}
