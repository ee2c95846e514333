import type {PageData} from '../../core/contract/page-json.ts'
import type {Finding} from '../../core/diagnosis/finding.ts'
import type {Evidence, LogFact, RoleLetter} from '../../core/evidence/facts.ts'
import type {EvidencedInstance} from '../../core/identity/find-instances.ts'
import type {WriterRole} from '../../core/redis/log-record.ts'
import type {TimelineEntry} from '../../core/timeline/entries/entry.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {PageRecorder, type RecordedPlan} from './page-recorder.ts'

const roles: Readonly<Record<RoleLetter, WriterRole>> = {
  M: 'master',
  S: 'replica',
  X: 'sentinel',
  C: 'child',
}

/** The page of what people have of a deployment: the lines of its logs that have a time, and what was diagnosed. */
export function describeEvidencePage(
  evidence: readonly Evidence[],
  {
    instances,
    findings,
    title,
  }: {
    readonly instances: readonly EvidencedInstance[]
    readonly findings: readonly Finding[]
    readonly title: string
  },
): PageData {
  const named = nameApart(instances)
  const ownerOf = new Map(named.flatMap(({name, files}, index) => files.map((file) => [file, {name, index}])))
  const logged = evidence
    .flatMap(({facts}) => facts)
    .filter((fact) => fact.kind === 'log')
    .flatMap((fact) => entryOf(fact, ownerOf.get(fact.stream)))
    .sort((a, b) => a.at - b.at)
  const recorder = new PageRecorder(planOf(named, logged, title), undefined, {keepsUnknown: true})
  for (const entry of logged) recorder.push(entry, undefined)
  const now = Date.now()
  const page = recorder.describe([], {to: recorder.lastAt ?? now, madeAt: now}, {findings})
  return {...page, deployment: null}
}

/** Two instances may have the same name: files of two folders. */
function nameApart(instances: readonly EvidencedInstance[]): readonly EvidencedInstance[] {
  const seen = new Map<string, number>()
  return instances.map((instance) => {
    const count = (seen.get(instance.name) ?? 0) + 1
    seen.set(instance.name, count)
    return count === 1 ? instance : {...instance, name: `${instance.name} (${count})`}
  })
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

/** Who is there, as far as the evidence says it. */
function planOf(
  instances: readonly EvidencedInstance[],
  entries: readonly TimelineEntry[],
  name: string,
): RecordedPlan {
  const groups = new Set(
    entries.flatMap(({role, fields}) =>
      role === 'sentinel' && typeof fields['masterName'] === 'string' ? [fields['masterName']] : [],
    ),
  )
  const [onlyGroup, ...others] = groups
  const masterName = others.length === 0 ? onlyGroup : undefined
  const isCluster = entries.some(({kind}) => kind === 'cluster-state-changed' || kind === 'node-id')
  const members = instances.flatMap(({name: own, kind, addresses, ids}): PlannedInstance[] => {
    if (kind === 'unknown') return []
    const {host, port} = splitAddress(addresses[0] ?? '')
    const [id] = ids
    return [
      {
        name: own,
        kind,
        host,
        port,
        ...(kind === 'redis' && masterName !== undefined ? {masterName} : {}),
        ...(id === undefined ? {} : kind === 'sentinel' ? {sentinelId: id} : {nodeId: id}),
      },
    ]
  })
  const hasSentinels = members.some(({kind}) => kind === 'sentinel')
  return {
    name,
    topology: null,
    mode: isCluster ? 'cluster' : hasSentinels ? 'sentinel' : 'replication',
    masters: [...groups].map((group) => ({name: group, instance: ''})),
    instances: members,
  }
}

/** `host:port`, or a host alone: then the port is 0, which is nobody's. */
function splitAddress(address: string): {readonly host: string; readonly port: number} {
  const [, host = address, port = '0'] = /^(.*):(\d+)$/.exec(address) ?? []
  return {host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port)}
}
