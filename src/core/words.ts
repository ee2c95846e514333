/** The vocabulary that every room shares. */

export type Mode = 'standalone' | 'replication' | 'sentinel' | 'cluster'
export type InstanceKind = 'redis' | 'sentinel'
/** What an instance is now. `unknown` when it cannot be asked. */
export type Role = 'master' | 'replica' | 'sentinel' | 'unknown'
/** `dead`: should run and does not. `stopped`: was stopped with `stop`. `unreachable`: runs elsewhere, and does not answer here. */
export type InstanceState = 'running' | 'paused' | 'dead' | 'stopped' | 'unreachable'

export interface ServerInfo {
  readonly flavour: 'redis' | 'valkey'
  readonly version: string
  /** The file of the server: on this machine, or in its image. */
  readonly path: string
  /** Where each instance is a container. @default it is a process of this machine */
  readonly image?: ServerImage
}

/** What runs containers, by its command. */
export type ContainerEngine = 'docker' | 'podman'

/** The image of a container that a server runs in. */
export interface ServerImage {
  /** As it was asked for: `valkey/valkey:9.1`. */
  readonly name: string
  /** Its digest: a name may mean another image tomorrow. */
  readonly id: string
  readonly engine: ContainerEngine
  /** Of an engine elsewhere: the context by which docker knows it. @default the engine that the command speaks to by itself */
  readonly context?: string
}

/** A process of this machine, for good: a pid alone is given to another process one day. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, as the machine says it. */
  readonly startedAt: string
}

/** One line of a conf file: a name and the rest of the line. */
export interface Directive {
  readonly name: string
  readonly value: string
  /** Only of this instance (`n3`). @default all of its kind */
  readonly instance?: string
}
