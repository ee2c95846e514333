import type {ClockPlan, InstanceClock, ShiftReason} from '../clocks/plan-clocks.ts'
import type {DiagnosisReport} from '../diagnosis/diagnose.ts'
import {type Finding, type Quote, quote} from '../diagnosis/finding.ts'
import type {Evidence, Fact} from '../evidence/facts.ts'
import type {EvidencedInstance} from '../identity/find-instances.ts'

/** The JSON of `diagnose`. */
export interface DiagnosisJson {
  /** The deployment that was diagnosed; null for files. */
  readonly deployment: string | null
  /** The year of lines that do not say theirs, as it was given or other lines show it; null where none was needed or known. */
  readonly year: number | null
  readonly sources: readonly {
    readonly path: string
    /** What it holds most of: `log`, `conf`, `reply`, `acl`, `compose`, `commands`, `notes`; `unknown` when nothing was understood. */
    readonly kind: string
    /** Lines that are not empty, and how many of them were understood. */
    readonly lines: number
    readonly read: number
    readonly unread: readonly {readonly line: number; readonly why: string}[]
    /** Lines of a long log that were read and only counted: routine ones, and what came again and again. */
    readonly onlyCounted?: number
  }[]
  readonly instances: readonly {
    readonly name: string
    readonly kind: string
    readonly addresses: readonly string[]
    readonly ids: readonly string[]
    readonly versions: readonly string[]
    readonly files: readonly string[]
    /**
     * How far its clock, as its lines are written, is ahead (positive) of that of `comparedWith`, at least and at most, in ms; null where
     * the lines do not show both.
     */
    readonly skewMs: readonly [number, number] | null
    /** The instance that it is compared with; null where no lines are of one event. */
    readonly comparedWith: string | null
    /** The time zone of its clock: `+02:00` or `Europe/Berlin`; null where it is not known. */
    readonly zone: string | null
    /** What was added to its times before they were compared with others, in ms. */
    readonly movedMs: number
    /** Why: its zone was `given` or is `shown`, it differs by a `whole zone`, or it was `aligned`. */
    readonly movedFor: ShiftReason | null
    readonly evidence: readonly Quote[]
  }[]
  readonly findings: readonly Finding[]
  readonly notExamined: DiagnosisReport['notExamined']
}

/** The shape that programs get of a diagnosis. */
export function describeDiagnosis(
  {findings, notExamined}: DiagnosisReport,
  {
    deployment,
    evidence,
    instances,
    clocks,
    year,
  }: {
    readonly deployment: string | null
    readonly evidence: readonly Evidence[]
    readonly instances: readonly EvidencedInstance[]
    readonly clocks: ClockPlan
    readonly year: number | null
  },
): DiagnosisJson {
  return {
    deployment,
    year,
    sources: describeSources(evidence),
    instances: instances.map(({name, kind, addresses, ids, versions, files, evidence: proof}, index) => ({
      name,
      kind,
      addresses,
      ids,
      versions,
      files,
      ...describeClock(clocks.clocks[index]),
      evidence: quote(proof),
    })),
    findings,
    notExamined,
  }
}

/** What was read, file by file. */
export function describeSources(evidence: readonly Evidence[]): DiagnosisJson['sources'] {
  return evidence.map(({path, lines, read, unread, facts, onlyCounted}) => ({
    path,
    kind: kindOf(facts),
    lines,
    read,
    unread: unread.map(({place, why}) => ({line: place.line, why})),
    ...(onlyCounted === undefined ? {} : {onlyCounted}),
  }))
}

function describeClock(
  clock: InstanceClock | undefined,
): Pick<DiagnosisJson['instances'][number], 'skewMs' | 'comparedWith' | 'zone' | 'movedMs' | 'movedFor'> {
  const {skew = null, reference = null, zone = null, shiftMs = 0, why = null} = clock ?? {}
  const isClosed = skew !== null && Number.isFinite(skew.loMs) && Number.isFinite(skew.hiMs)
  return {
    skewMs: isClosed ? [skew.loMs, skew.hiMs] : null,
    comparedWith: reference,
    zone,
    movedMs: shiftMs,
    movedFor: why,
  }
}

const kinds: Readonly<Record<Fact['kind'], string>> = {
  log: 'log',
  directive: 'conf',
  info: 'reply',
  'sentinel-row': 'reply',
  'cluster-node': 'reply',
  'open-slots': 'reply',
  answer: 'reply',
  command: 'commands',
  'acl-user': 'acl',
  service: 'compose',
  naming: 'notes',
  version: 'notes',
  'own-address': 'notes',
  asked: 'reply',
}

/** What a file holds most of. */
export function kindOf(facts: readonly Fact[]): string {
  const counts = new Map<string, number>()
  for (const {kind} of facts) counts.set(kinds[kind], (counts.get(kinds[kind]) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 'unknown'
}
