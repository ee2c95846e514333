import type {Fault, Heal} from './faults.ts'
import {faultKinds, traitsOf} from './kinds.ts'

/** Faults that pass by themselves, and a failover, are done when they are done. */
export function canBeUndone({kind}: Fault): boolean {
  return traitsOf(kind).heal !== undefined
}

/** The fault that undoes one that was done to a process. A restart for a time is a stop that is undone. */
export function healOf(kind: 'kill' | 'stop' | 'restart' | 'start' | 'pause' | 'resume'): Heal {
  return {kind: faultKinds[kind].heal}
}

/** What undoes faults, by instance. */
export type Heals = Readonly<Record<string, Heal>>

/** What is left of heals that wait, after something else was done to some of their instances. */
export function heedAllLater(waiting: Heals, done: Fault, names: readonly string[]): Heals {
  return Object.fromEntries(
    Object.entries(waiting).flatMap(([name, heal]): readonly (readonly [string, Heal])[] => {
      const left = names.includes(name) ? heedLater(heal, done) : heal
      return left === undefined ? [] : [[name, left]]
    }),
  )
}

/**
 * A setting that was changed for a time twice goes back to what it was before the first time.
 *
 * @param healers what waits already, and until when (ISO 8601)
 * @param now milliseconds since 1970: a healer that is still there when its time is over has failed, and what it knows is old
 */
export function restoreAllFirst(
  heals: ReadonlyMap<string, Heal>,
  healers: readonly {readonly at: string; readonly heals: Heals}[],
  now: number,
): Heals {
  const waiting = healers.filter(({at}) => Date.parse(at) > now)
  return Object.fromEntries(
    [...heals].map(([name, heal]) => {
      const pending = waiting.flatMap((healer) => healer.heals[name] ?? [])
      return [name, restoreFirst(heal, pending)]
    }),
  )
}

/**
 * What is left of a heal that waits, after something else was done to the same instance: what is done last counts.
 * Faults of the process replace each other; a setting is replaced only by the same one.
 *
 * @returns undefined when nothing is left
 */
function heedLater(waiting: Heal, done: Fault): Heal | undefined {
  if (waiting.kind !== 'set') return traitsOf(done.kind).leaves === undefined ? waiting : undefined
  const names = new Set(namesSetBy(done))
  const directives = waiting.directives.filter(({name}) => !names.has(name))
  return directives.length > 0 ? {kind: 'set', directives} : undefined
}

function restoreFirst(heal: Heal, waiting: readonly Heal[]): Heal {
  if (heal.kind !== 'set') return heal
  const first = new Map(
    waiting.flatMap((other) => (other.kind === 'set' ? other.directives : [])).map((one) => [one.name, one]),
  )
  return {kind: 'set', directives: heal.directives.map((one) => first.get(one.name) ?? one)}
}

function namesSetBy(fault: Fault): readonly string[] {
  if (fault.kind === 'fill') return filledDirectives
  return fault.kind === 'set' ? fault.directives.map(({name}) => name) : []
}

/** What `fill` changes. */
const filledDirectives = ['maxmemory-policy', 'maxmemory'] as const
