import type {LinkRule} from './link.ts'

interface Address {
  readonly host: string
  readonly port: number
}

/** An instance as the relay sees it. */
export interface RelayedInstance {
  readonly name: string
  /** Where the relay listens for it. */
  readonly announced: Address
  /** Where it really listens. */
  readonly bound: Address
}

/** What redislab says to the relay, a line of JSON each. */
export type RelayRequest =
  /** Once, at first: listen for these instances. */
  | {
      readonly do: 'listen'
      readonly instances: readonly RelayedInstance[]
      readonly rules: readonly LinkRule[]
    }
  /** From now on these rules hold, and no others. */
  | {readonly do: 'rule'; readonly rules: readonly LinkRule[]}
  | {readonly do: 'look'}

/** What the relay answers, a line of JSON each. */
export type RelayReply =
  | {
      readonly ok: true
      readonly connections: number
      readonly heldBytes: number
      readonly memoryBytes: number
    }
  | {readonly ok: false; readonly code: string; readonly message: string; readonly instance?: string}
