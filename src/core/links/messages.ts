import type {LinkRule} from './link.ts'

interface Address {
  readonly host: string
  readonly port: number
}

/** One port of an instance as the relay sees it. A node of a cluster has two: for clients, and for the bus. */
export interface RelayedPort {
  /** The instance. */
  readonly name: string
  /** Where the relay listens for it. */
  readonly announced: Address
  /** Where it really listens. */
  readonly bound: Address
}

/** A way to an instance that one other alone is sent: who comes there is known by that, not by its source address. */
export interface RelayedDoor extends RelayedPort {
  /** The instance that comes there. */
  readonly from: string
}

/** What redislab says to the relay, a line of JSON each. */
export type RelayRequest =
  /** Once, at first: listen at these ports. */
  | {
      readonly do: 'listen'
      readonly ports: readonly RelayedPort[]
      readonly rules: readonly LinkRule[]
    }
  /** From now on these rules hold, and no others. */
  | {readonly do: 'rule'; readonly rules: readonly LinkRule[]}
  /** Listen at one more place, if that is not done already. */
  | {readonly do: 'open-door'; readonly door: RelayedDoor}
  | {readonly do: 'look'}

/** What the relay answers, a line of JSON each. */
export type RelayReply =
  | {
      readonly ok: true
      readonly connections: number
      readonly heldBytes: number
      readonly memoryBytes: number
      /** Whose connections have come so far: instances, one for all of its host, and `clients`. */
      readonly callers: readonly string[]
    }
  | {
      readonly ok: false
      readonly code: string
      readonly message: string
      /** What could not be listened at. */
      readonly port?: RelayedPort
    }
