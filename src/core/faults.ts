import type {Cut, LinkPart} from './links/link.ts'

/** What is done. A value: the engine injects it, and injecting returns what heals it. */
export type Fault = InstanceFault | LinkFault

/** What is done to an instance. */
export type InstanceFault =
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

/** What is done to the links of instances, in a deployment with links. Others are named as targets are. */
export type LinkFault =
  /** Cuts instances off: from all others, or from those that are named. */
  | {
      readonly kind: 'partition'
      /** From whom: targets, or `clients`. All other instances unless told. */
      readonly from?: readonly string[] | undefined
      /** They hear nothing of those, and are heard. @default false */
      readonly oneWay?: boolean | undefined
      /** @default 'stall' */
      readonly cut?: Cut | undefined
    }
  /** Slows down what instances send: to all others, or to those that are named. */
  | {
      readonly kind: 'delay'
      readonly to?: readonly string[] | undefined
      readonly delayMs?: number | undefined
      readonly jitterMs?: number | undefined
      readonly bytesPerSecond?: number | undefined
    }
  /** Makes the links of instances as new, or those parts of rules that are named. Without targets: all links. */
  | {readonly kind: 'heal'; readonly parts?: readonly LinkPart[] | undefined}

export type FaultKind = Fault['kind']

export function isLinkFault(fault: Fault): fault is LinkFault {
  return fault.kind === 'partition' || fault.kind === 'delay' || fault.kind === 'heal'
}

/** The fault that undoes another. A restart for a time is a stop that is undone. */
export function healOf(kind: InstanceFault['kind']): Exclude<InstanceFault['kind'], 'kill' | 'restart'> {
  const heals = {
    kill: 'start',
    stop: 'start',
    restart: 'start',
    start: 'stop',
    pause: 'resume',
    resume: 'pause',
  } as const
  return heals[kind]
}

/** The past participle, for sentences: "n1 was paused". */
export const doneWords = {
  kill: 'killed',
  stop: 'stopped',
  start: 'started',
  restart: 'restarted',
  pause: 'paused',
  resume: 'resumed',
  partition: 'cut off',
  delay: 'slowed down',
  heal: 'healed',
} as const satisfies Record<FaultKind, string>
