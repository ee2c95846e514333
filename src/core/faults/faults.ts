import type {Directive} from '../words.ts'
import {faultKinds, traitsOf} from './kinds.ts'

/** What is done to an instance. A value: the engine injects it, and injecting returns what heals it. */
export type Fault =
  /** Ends the process by a signal, SIGKILL unless told: what a crash looks like. */
  | {readonly kind: 'kill'; readonly signal: NodeJS.Signals}
  /** Asks the server to stop in order, as an operator would. */
  | {readonly kind: 'stop'}
  /** Brings an ended instance back, with its data and its rewritten conf. */
  | {readonly kind: 'start'}
  /** Stops and starts. */
  | {readonly kind: 'restart'}
  /** Freezes the process: its connections stay open and nobody answers. */
  | {readonly kind: 'pause'}
  /** Thaws a frozen process. */
  | {readonly kind: 'resume'}
  /**
   * Has a sentinel replace the master that the target belongs to, though nothing is wrong with it. In a cluster, has a
   * replica take over: in agreement with its master, or by `force` (without asking it) or `takeover` (asking nobody).
   */
  | {readonly kind: 'failover'; readonly manner?: 'force' | 'takeover'}
  /** DEBUG SLEEP: the event loop is blocked, as by a slow command. */
  | {
      readonly kind: 'sleep'
      readonly durationMs: number /** Until it answers again. */
      readonly wait?: boolean
    }
  /** CLIENT KILL: closes connections, of all types unless told; who was connected may come back at once. */
  | {readonly kind: 'disconnect'; readonly types?: readonly ClientType[]}
  /** CONFIG SET, one after the other. Not written to the conf file. */
  | {readonly kind: 'set'; readonly directives: readonly Directive[]}
  /** Sets maxmemory to less than is used, and evicts nothing: writes are refused with OOM. */
  | {readonly kind: 'fill'}

export type FaultKind = Fault['kind']

/** The types of clients, in Redis's words. On a replica, `master` is the link to its master. */
export const clientTypes = ['normal', 'replica', 'master', 'pubsub'] as const
export type ClientType = (typeof clientTypes)[number]

/** A fault that undoes another. */
export type Heal = Extract<Fault, {readonly kind: 'start' | 'stop' | 'pause' | 'resume' | 'set'}>

/** Faults that pass by themselves, and a failover, are done when they are done. */
export function canBeUndone({kind}: Fault): boolean {
  return traitsOf(kind).heal !== undefined
}

/** The fault that undoes one that was done to a process. A restart for a time is a stop that is undone. */
export function healOf(kind: 'kill' | 'stop' | 'restart' | 'start' | 'pause' | 'resume'): Heal {
  return {kind: faultKinds[kind].heal}
}

/**
 * What is left of a heal that waits, after something else was done to the same instance: what is done last counts.
 * Faults of the process replace each other; a setting is replaced only by the same one.
 *
 * @returns undefined when nothing is left
 */
export function heedLater(waiting: Heal, done: Fault): Heal | undefined {
  if (waiting.kind !== 'set') return isOfProcess(done) ? undefined : waiting
  const names = new Set(namesSetBy(done))
  const directives = waiting.directives.filter(({name}) => !names.has(name))
  return directives.length > 0 ? {kind: 'set', directives} : undefined
}

/** A setting that was changed for a time twice goes back to what it was before the first time. */
export function restoreFirst(heal: Heal, waiting: readonly Heal[]): Heal {
  if (heal.kind !== 'set') return heal
  const first = new Map(
    waiting.flatMap((other) => (other.kind === 'set' ? other.directives : [])).map((one) => [one.name, one]),
  )
  return {kind: 'set', directives: heal.directives.map((one) => first.get(one.name) ?? one)}
}

function isOfProcess({kind}: Fault): boolean {
  return traitsOf(kind).leaves !== undefined
}

function namesSetBy(fault: Fault): readonly string[] {
  if (fault.kind === 'fill') return filledDirectives
  return fault.kind === 'set' ? fault.directives.map(({name}) => name) : []
}

/** What `fill` changes. */
const filledDirectives = ['maxmemory-policy', 'maxmemory'] as const

/** Directives whose values are secrets, or hold some. */
const secretDirectives: ReadonlySet<string> = new Set(['masterauth', 'requirepass', 'tls-key-file-pass'])

/** A directive as it may be shown and written down. */
export function concealSecret({name, value}: Directive): Directive {
  return {name, value: secretDirectives.has(name) && value !== '' ? '(hidden)' : value}
}
