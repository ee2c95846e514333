import type {Directive} from '../words.ts'

/** What is done to an instance. A value: the engine injects it, and injecting returns what heals it. */
export type Fault =
  /** Ends the process by a signal, as a crash does. @default SIGKILL */
  | {readonly kind: 'kill'; readonly signal: NodeJS.Signals}
  /**
   * Asks the server to stop in order, as an operator would. `failover`: a master of a cluster hands over to a replica first
   * (`shutdown-on-sigterm failover` of Valkey 9).
   */
  | {readonly kind: 'stop'; readonly failover?: boolean | undefined}
  /** Brings an ended instance back, with its data and its rewritten conf. */
  | {readonly kind: 'start'}
  /** Stops and starts. */
  | {readonly kind: 'restart'}
  /** Freezes the process: its connections stay open, and it does not answer. */
  | {readonly kind: 'pause'}
  /** Thaws a frozen process. */
  | {readonly kind: 'resume'}
  /**
   * Has a sentinel replace the master that the target belongs to, though nothing is wrong with it. In a cluster, has a
   * replica take over: in agreement with its master, or by `force` (without asking it) or `takeover` (without asking any node).
   * `coordinated`: the sentinel has the master hand over, which takes no writes meanwhile (Valkey 9).
   */
  | {readonly kind: 'failover'; readonly manner?: FailoverManner | undefined}
  /** DEBUG SLEEP: the event loop is blocked, as by a slow command. */
  | {
      readonly kind: 'sleep'
      readonly durationMs: number /** Until it answers again. */
      readonly wait?: boolean
    }
  /** CLIENT KILL: closes connections, by default of all types. Clients may come back at once. */
  | {readonly kind: 'disconnect'; readonly types?: readonly ClientType[] | undefined}
  /** CONFIG SET, one after the other. Not written to the conf file. */
  | {readonly kind: 'set'; readonly directives: readonly Directive[]}
  /** Sets maxmemory to less than is used, and evicts nothing: writes are refused with OOM. */
  | {readonly kind: 'fill'}

/** How a failover that is asked for is done, where there is more than one way. */
export const failoverManners = ['force', 'takeover', 'coordinated'] as const
export type FailoverManner = (typeof failoverManners)[number]

export type FaultKind = Fault['kind']

/** The types of clients, in Redis's words. On a replica, `master` is the link to its master. */
export const clientTypes = ['normal', 'replica', 'master', 'pubsub'] as const
export type ClientType = (typeof clientTypes)[number]

/** A fault that undoes another. */
export type Heal = Extract<Fault, {readonly kind: 'start' | 'stop' | 'pause' | 'resume' | 'set'}>

/** Directives whose values are secrets, or hold some. */
const secretDirectives: ReadonlySet<string> = new Set(['masterauth', 'requirepass', 'tls-key-file-pass'])

/** A directive as it may be shown and written down. */
export function concealSecret({name, value}: Directive): Directive {
  return {name, value: secretDirectives.has(name) && value !== '' ? '(hidden)' : value}
}
