import type {ClockPlan} from '../clocks/plan-clocks.ts'
import {readClocks} from '../clocks/read-clocks.ts'
import type {DirectiveFact, Evidence, Fact, LogFact, NodeFact} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'
import {groupBy} from './group-by.ts'
import {latestLists} from './latest-lists.ts'

type FactOf<Kind extends Fact['kind']> = Extract<Fact, {readonly kind: Kind}>

/** The log of one process. */
export interface ProcessLog {
  readonly stream: string
  readonly name: string
  /** In the order of the file. */
  readonly lines: readonly LogFact[]
  readonly isSentinel: boolean
}

/** All that people have of one deployment, as rules ask for it. */
export class Case {
  readonly evidence: readonly Evidence[]
  readonly logs: readonly ProcessLog[]
  readonly #byKind: ReadonlyMap<Fact['kind'], readonly Fact[]>
  #clocks: ClockPlan | undefined

  /** @param clocks what is known of them, where times were moved; else it is found in the lines as they are */
  constructor(evidence: readonly Evidence[], clocks?: ClockPlan | undefined) {
    this.evidence = evidence
    this.#clocks = clocks
    const byKind = groupBy(
      evidence.flatMap(({facts}) => facts),
      ({kind}) => kind,
    )
    const nodes = (byKind.get('cluster-node') ?? []) as readonly NodeFact[]
    this.#byKind = new Map<Fact['kind'], readonly Fact[]>(byKind).set('cluster-node', latestLists(nodes))
    const streams = groupBy(this.facts('log'), ({stream}) => stream)
    this.logs = [...streams].map(([stream, lines]) => ({
      stream,
      name: instanceNameOf(stream),
      lines,
      isSentinel: lines.some(({letter}) => letter === 'X') || lines.some(isSentinelLine),
    }))
  }

  /** How far the clocks of the processes are apart. */
  get clocks(): ClockPlan {
    const processes = groupBy(this.logs, ({name}) => name)
    this.#clocks ??= readClocks(
      this.evidence,
      [...processes].map(([name, logs]) => ({name, files: logs.map(({stream}) => stream), ids: []})),
    ).plan
    return this.#clocks
  }

  facts<Kind extends Fact['kind']>(kind: Kind): readonly FactOf<Kind>[] {
    return (this.#byKind.get(kind) ?? []) as readonly FactOf<Kind>[]
  }

  has(...kinds: readonly Fact['kind'][]): boolean {
    return kinds.some((kind) => this.facts(kind).length > 0)
  }

  /** Lines of logs that the catalogue knows by one of these kinds. */
  events(...kinds: readonly string[]): readonly LogFact[] {
    return this.facts('log').filter(({event}) => event !== undefined && kinds.includes(event.kind))
  }

  hasEvents(...kinds: readonly string[]): boolean {
    return this.events(...kinds).length > 0
  }

  directives(...names: readonly string[]): readonly DirectiveFact[] {
    return this.facts('directive').filter(({name}) => names.includes(name))
  }
}

export function isSentinelLine({event, message}: LogFact): boolean {
  return event !== undefined && /^[+-]\w|^Sentinel /.test(message)
}

/** A field of a recognised line, as text. */
export function field({event}: LogFact, name: string): string {
  return String(event?.fields[name] ?? '')
}
