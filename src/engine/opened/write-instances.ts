import {mkdir, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {LineDater} from '../../core/clocks/date-evidence.ts'
import {shiftAt} from '../../core/clocks/move-times.ts'
import type {ClockPlan} from '../../core/clocks/plan-clocks.ts'
import {filesOf} from '../../core/config/files.ts'
import type {DirectiveFact, Evidence, LogFact} from '../../core/evidence/facts.ts'
import {formatLogLine} from '../../core/evidence/format-log-line.ts'
import {unknownYear} from '../../core/evidence/stamp.ts'
import type {LineOfLog} from '../../core/identity/draft.ts'
import type {Identities} from '../../core/identity/find-instances.ts'
import type {Plan, PlannedInstance} from '../../core/topology/plan.ts'
import {renderedConf, renderedFolder} from '../instances/write-confs.ts'
import type {PlainLog} from '../sources/line-copier.ts'
import {joinParts} from './join-parts.ts'
import {LineFile} from './line-file.ts'
import {type StoredSource, streamStoredFacts} from './stored-sources.ts'

interface Opened {
  readonly directory: string
  readonly plan: Plan
  readonly identities: Identities
  readonly clocks: ClockPlan
  /** Of lines that say none. */
  readonly year: number | null
  readonly signal?: AbortSignal | undefined
}

/**
 * Gives each instance of an opened deployment a folder with its log in the form of Redis, put together from all files
 * that hold lines of it, in the order of time. Memory does not depend on how long they are.
 */
export async function writeLogs(opened: Opened, stored: readonly StoredSource[]): Promise<void> {
  const {directory, plan, identities, clocks, year, signal} = opened
  const dater = new LineDater(year ?? unknownYear)
  const clockOf = new Map(
    clocks.clocks.flatMap((clock) => clock.streams.map((stream) => [stream, clock] as const)),
  )
  for (const {name} of plan.instances) await mkdir(path.join(directory, name), {mode: 0o700})
  const planned = new Map(plan.instances.map((instance) => [instance.name, instance]))
  const parts = new Map<string, LogPart>()
  const partOf = (line: LineOfLog) => {
    const instance = planned.get(identities.ownerOf(line)?.name ?? '')
    if (instance === undefined) return undefined
    const key = `${instance.name}\n${line.stream}`
    const part = parts.get(key) ?? new LogPart(instance, path.join(directory, instance.name), parts.size)
    parts.set(key, part)
    return part
  }
  const write = (fact: LogFact) => {
    const dated = dater.date(fact)
    const clock = clockOf.get(fact.stream)
    const isMoved = clock !== undefined && dated.at !== null
    partOf(fact)?.take(isMoved ? {...dated, at: dated.at + shiftAt(clock, dated.at)} : dated)
  }
  // Lines whose times are moved are written again.
  const plainLogOf = (line: LineOfLog) => {
    const clock = clockOf.get(line.stream)
    return clock === undefined || clock.shiftMs === 0 ? partOf(line) : undefined
  }
  try {
    await streamStoredFacts(directory, stored, (fact) => fact.kind === 'log' && write(fact), {
      plainLogOf,
      signal,
    })
  } finally {
    for (const part of parts.values()) part.close()
  }
  for (const instance of plan.instances) {
    const own = [...parts.values()].filter((part) => part.instance === instance)
    await joinParts(own, path.join(directory, instance.name, filesOf(instance).log), {signal})
  }
}

/** The lines that one file has of an instance. */
class LogPart implements PlainLog {
  readonly instance: PlannedInstance
  readonly path: string
  readonly #file: LineFile
  #last = 0
  /** Whether no line is older than the one before it. */
  isInOrder = true

  constructor(instance: PlannedInstance, folder: string, number: number) {
    this.instance = instance
    this.path = path.join(folder, `part-${number}`)
    this.#file = new LineFile(this.path)
  }

  /** Takes a line as it stands: it is in the form of Redis already. */
  copy(at: number, bytes: Buffer, from: number, to: number): void {
    this.#note(at)
    this.#file.writeLine(bytes, from, to)
  }

  take(fact: LogFact): void {
    // A line without a time belongs to the one before it.
    const at = fact.at ?? this.#last
    this.#note(at)
    this.#file.write(`${formatLogLine(fact, at, this.instance.kind === 'sentinel')}\n`)
  }

  close(): void {
    this.#file.close()
  }

  #note(at: number): void {
    if (at < this.#last) this.isInOrder = false
    this.#last = at
  }
}

/** Keeps what the conf of each instance says, where there is one: what held when its log began. */
export async function writeConfs(
  {directory, plan, identities}: Opened,
  evidence: readonly Evidence[],
): Promise<void> {
  const confs = new Map<string, DirectiveFact[]>()
  for (const {facts} of evidence)
    for (const fact of facts) {
      const owner = fact.kind === 'directive' ? identities.ownerOf(fact)?.name : undefined
      if (fact.kind === 'directive' && owner !== undefined)
        confs.set(owner, [...(confs.get(owner) ?? []), fact])
    }
  await mkdir(path.join(directory, renderedFolder), {mode: 0o700})
  for (const {name} of plan.instances) {
    const conf = confs.get(name)
    if (conf !== undefined)
      await writeFile(renderedConf(directory, name), `${conf.map(({text}) => text).join('\n')}\n`, {
        mode: 0o600,
      })
  }
}
