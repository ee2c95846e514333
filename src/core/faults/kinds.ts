import type {LinkFaultKind} from '../links/link-fault.ts'
import type {InstanceState} from '../words.ts'
import type {Fault} from './faults.ts'

interface Undoing {
  /** What has become of an instance then: "n1 is started again". */
  readonly told: string
  /** What a person does it for: "bring it back", and of several "bring them back". */
  readonly why?: string
  readonly several?: string
}

/** What holds for every fault of a kind, for the code that injects it, heals it or prints it. */
export interface FaultTraits {
  /** The past participle: "n1 was paused", "n1 cannot be paused". */
  readonly done: string
  /** How a report marks it: a sign, and the style of the theme that it has. */
  readonly sign: readonly [style: 'good' | 'warn' | 'bad' | 'dim' | 'strong', glyph: string]
  /** In which states of an instance it can be done. Of faults of links: none is asked for. */
  readonly in: readonly InstanceState[]
  /** What an instance is in afterwards, where that changes: this is a fault of the process. */
  readonly leaves?: InstanceState
  /** The fault that undoes it; `set` sets the old values. Without one it cannot be undone. */
  readonly heal?: 'start' | 'stop' | 'pause' | 'resume' | 'set' | 'heal'
  /** Where it lasts until it is undone: "n1 stays killed", "the links stay cut". */
  readonly stays?: string
  /** Of one that undoes others. */
  readonly undoes?: Undoing
  /** It takes something away, as opposed to giving it back: a story may begin with it. */
  readonly disrupts?: true
  /** A master that it was done to may be missed by the others. */
  readonly silences?: true
  /** With `--watch`: waits until everybody is in place again. */
  readonly settles?: true
  /** A master that was replaced after it still runs: it becomes a replica. */
  readonly keepsMaster?: true
  /** What to look at next: what the others do, the roles, or how it is now. */
  readonly next: 'follow' | 'roles' | 'status'
  /** Why it cannot be done to a sentinel, and what to do instead. */
  readonly notForSentinels?: {
    readonly why: string
    readonly instead: (name: string, masterName: string) => string
  }
}

/**
 * Each kind of fault: those of instances, then those of links. Labs have a step for each, and the CLI a command.
 *
 * A new one has its options in faults.ts, its row here, what does it in engine/faults/inject.ts, its step in
 * lab/schema/steps.ts and its command in commands/. The compiler names the places that are left.
 */
export const faultKinds = {
  kill: {
    done: 'killed',
    sign: ['bad', '✖'],
    in: ['running', 'paused'],
    leaves: 'dead',
    heal: 'start',
    stays: 'killed',
    disrupts: true,
    silences: true,
    next: 'follow',
  },
  stop: {
    done: 'stopped',
    sign: ['dim', '○'],
    in: ['running', 'paused'],
    leaves: 'stopped',
    heal: 'start',
    stays: 'stopped',
    disrupts: true,
    silences: true,
    undoes: {told: 'stopped again'},
    next: 'follow',
  },
  start: {
    done: 'started',
    sign: ['good', '●'],
    in: ['dead', 'stopped'],
    leaves: 'running',
    heal: 'stop',
    settles: true,
    undoes: {told: 'started again', why: 'bring it back', several: 'bring them back'},
    next: 'status',
  },
  // For a time it is a stop that is undone.
  restart: {
    done: 'restarted',
    sign: ['good', '●'],
    in: ['running', 'paused', 'dead', 'stopped'],
    leaves: 'running',
    heal: 'start',
    disrupts: true,
    silences: true,
    settles: true,
    keepsMaster: true,
    next: 'status',
  },
  pause: {
    done: 'paused',
    sign: ['warn', '‖'],
    in: ['running'],
    leaves: 'paused',
    heal: 'resume',
    stays: 'paused',
    disrupts: true,
    silences: true,
    undoes: {told: 'paused again'},
    next: 'follow',
  },
  resume: {
    done: 'resumed',
    sign: ['good', '●'],
    in: ['paused'],
    leaves: 'running',
    heal: 'pause',
    settles: true,
    undoes: {told: 'resumed', why: 'let it go on', several: 'let them go on'},
    next: 'status',
  },
  failover: {
    done: 'failed over',
    sign: ['warn', '⇄'],
    // The master may be gone: the sentinels decide what to do then.
    in: ['running', 'paused', 'dead', 'stopped'],
    disrupts: true,
    keepsMaster: true,
    next: 'roles',
  },
  sleep: {
    done: 'put to sleep',
    sign: ['warn', '‖'],
    in: ['running'],
    disrupts: true,
    silences: true,
    next: 'follow',
    notForSentinels: {
      why: 'sentinels have no DEBUG SLEEP',
      instead: (name) => `Freeze it instead: redislab pause ${name}`,
    },
  },
  disconnect: {
    done: 'disconnected',
    sign: ['warn', '✂'],
    in: ['running'],
    disrupts: true,
    silences: true,
    next: 'follow',
  },
  set: {
    done: 'set',
    sign: ['strong', '◆'],
    in: ['running'],
    heal: 'set',
    undoes: {told: 'set back'},
    next: 'status',
    notForSentinels: {
      why: 'sentinels have no CONFIG SET',
      instead: (name, masterName) =>
        `Its options are set by: redislab cli ${name} -- SENTINEL SET ${masterName} down-after-milliseconds 500`,
    },
  },
  fill: {
    done: 'filled',
    sign: ['warn', '▲'],
    in: ['running'],
    heal: 'set',
    disrupts: true,
    next: 'status',
    notForSentinels: {
      why: 'sentinels hold no data',
      instead: () => 'Name a data instance: n1, master, replicas.',
    },
  },
  partition: {
    done: 'partitioned',
    sign: ['bad', '✖'],
    in: [],
    heal: 'heal',
    stays: 'cut',
    disrupts: true,
    silences: true,
    next: 'follow',
  },
  delay: {
    done: 'delayed',
    sign: ['warn', '▲'],
    in: [],
    heal: 'heal',
    stays: 'slow',
    disrupts: true,
    next: 'follow',
  },
  heal: {
    done: 'healed',
    sign: ['good', '●'],
    in: [],
    settles: true,
    undoes: {told: 'healed', why: 'remove all partitions and delays'},
    next: 'status',
  },
} as const satisfies Readonly<Record<Fault['kind'] | LinkFaultKind, FaultTraits>>

/** Every kind of fault, of instances and of links. */
export type AnyFaultKind = keyof typeof faultKinds

/** In the order of the table. */
export const allFaultKinds = Object.keys(faultKinds) as readonly AnyFaultKind[]

const byName: ReadonlyMap<string, FaultTraits> = new Map(Object.entries(faultKinds))

/** @returns undefined for a kind that only a newer redislab knows: it stands in a journal */
export function traitsOf(kind: AnyFaultKind): FaultTraits
export function traitsOf(kind: string): FaultTraits | undefined
export function traitsOf(kind: string): FaultTraits | undefined {
  return byName.get(kind)
}

/** What undoes a fault, with the words for it. Undefined: it cannot be undone. */
export function undoingOf(kind: AnyFaultKind): (Undoing & {readonly by: AnyFaultKind}) | undefined {
  const {heal} = traitsOf(kind)
  const undoing = heal && traitsOf(heal).undoes
  return undoing && {...undoing, by: heal}
}
