import type {ServerInfo} from '../words.ts'

/** How a client came through a scenario, in one word. */
export const verdicts = [
  'follows',
  'follows late',
  'loses silently',
  'hangs',
  'crashes',
  'never back',
] as const
export type Verdict = (typeof verdicts)[number]

/** Why a client does not pass. */
export const reasonKinds = [
  'crash',
  'hang',
  'never-back',
  'never-started',
  'silent-loss',
  'late',
  'capacity-lost',
  'others-stalled',
  'query-storm',
  'connection-storm',
  'leak',
] as const
export type ReasonKind = (typeof reasonKinds)[number]

export interface Reason {
  readonly kind: ReasonKind
  /** A sentence with what was measured. */
  readonly text: string
}

/** What a client said of its own operations, where it says anything. */
export interface Reported {
  readonly succeeded: number
  readonly failed: number
  readonly errors: Readonly<Record<string, number>>
  /** The longest operation, in milliseconds. */
  readonly longestMs: number | null
}

/** What happened too often: the most in a second, and how many seconds were above what is allowed. */
export interface Storm {
  readonly kind: 'topology-queries' | 'connections'
  readonly perSecond: number
  readonly seconds: number
}

/** How a client came through one scenario, as the servers and the system saw it. Times in milliseconds. */
export interface ScenarioResult {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly suite: 'sentinel' | 'cluster'
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly passed: boolean
  /** Null where it was skipped. */
  readonly verdict: Verdict | null
  /** Everything that is wrong, the worst first. */
  readonly reasons: readonly Reason[]
  /** Why it was skipped. */
  readonly skipped: string | null
  /** It was skipped since the scenario itself did not go as it should: then nothing is certified. */
  readonly broken?: true
  /** It failed, and was expected to. */
  readonly known: boolean
  /** It does its work again, without help. */
  readonly recovered: boolean
  /** The longest time without work that got through; null while that has not ended. */
  readonly outageMs: number | null
  /** For how long no server took writes: nobody can be faster. */
  readonly floorMs: number
  /** How long the old master took writes of it after it was replaced, and how many. */
  readonly silentMs: number
  readonly silentWrites: number
  /** Writes that servers acknowledged, and those of them that are gone. */
  readonly acknowledged: number
  readonly lost: number
  /** Errors that servers replied to it, by kind. */
  readonly errors: Readonly<Record<string, number>>
  readonly reported: Reported | null
  readonly storms: readonly Storm[]
  /** Connections that it had before the fault, and in the end. */
  readonly connections: {readonly before: number; readonly after: number}
  readonly process: {
    /** Null while it runs. */
    readonly exitCode: number | null
    readonly signal: string | null
    readonly cpuMs: number | null
    readonly descriptors: number | null
  }
  /** What shows it: sentences, and the last lines that the client wrote. */
  readonly evidence: readonly string[]
  readonly advice: string
  readonly bugs: readonly string[]
  readonly durationMs: number
  readonly server: ServerInfo
}

/** How a client came through a suite. */
export interface Certificate {
  readonly client: string
  readonly suite: string
  /** Which modes were tried. */
  readonly mode: 'sentinel' | 'cluster' | 'all'
  readonly passed: boolean
  readonly durationMs: number
  readonly scenarios: readonly ScenarioResult[]
}
