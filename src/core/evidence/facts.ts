import type {RecognisedEvent} from '../redis/catalogue/recognise.ts'
import type {ClusterNode} from '../redis/cluster-nodes.ts'
import type {InstanceKind} from '../words.ts'

/** A line of what people have. */
export interface Place {
  /** The file, as it was named; of a part of a file with the part: `values.yaml#redis.conf`. */
  readonly path: string
  /** From 1. */
  readonly line: number
}

/** What every fact has: where it stands, what stands there, and whose it is. */
export interface Stated {
  readonly place: Place
  /** The line, with passwords masked. */
  readonly text: string
  /** What was written by, or belongs to, one process: a file, or the lines of one node in a file of several. */
  readonly stream: string
}

export type RoleLetter = 'M' | 'S' | 'X' | 'C'

/** A line of the log of a server or a sentinel. */
export interface LogFact extends Stated {
  readonly kind: 'log'
  /** Milliseconds since 1970 as the writer's clock shows them, which has no zone; null where the line has no time. */
  readonly at: number | null
  /** Whether the line says its year. */
  readonly hasYear: boolean
  readonly pid: number | null
  readonly letter: RoleLetter | null
  /** Its level, as Redis marks it: `.` debug, `-` verbose, `*` notice, `#` warning; undefined where it is not shown. */
  readonly mark?: string | undefined
  /** Without pid, time and level. */
  readonly message: string
  /** What the catalogue knows of it. */
  readonly event: RecognisedEvent | undefined
  /** The same moment on another clock, in front of the line: a log viewer's, a container engine's. */
  readonly viewedAt: string | undefined
  /** So many lines of the same kind by the same writer came before it and were only counted. */
  readonly alike?: number
}

/** A line of redis.conf or sentinel.conf. */
export interface DirectiveFact extends Stated {
  readonly kind: 'directive'
  /** In small letters; of sentinel options with the first word: `sentinel monitor`. */
  readonly name: string
  readonly words: readonly string[]
}

/** One reply of INFO, or a part of it. */
export interface InfoFact extends Stated {
  readonly kind: 'info'
  readonly fields: ReadonlyMap<string, string>
  /** The line of each field. */
  readonly stated: ReadonlyMap<string, Stated>
}

/** What a sentinel says of one master, replica or sentinel: a part of SENTINEL MASTERS, REPLICAS or SENTINELS. */
export interface SentinelRowFact extends Stated {
  readonly kind: 'sentinel-row'
  readonly fields: ReadonlyMap<string, string>
  readonly stated: ReadonlyMap<string, Stated>
}

/** A line of nodes.conf, of CLUSTER NODES, or of `redis-cli --cluster check`. */
export interface NodeFact extends Stated {
  readonly kind: 'cluster-node'
  /** A nodes.conf is as old as its file: of a node that has ended it is of when it ended. */
  readonly from: 'nodes' | 'conf' | 'check'
  readonly node: ClusterNode
  readonly shardId: string | undefined
  /** The line in which the list begins: lists of several nodes may stand in one file. */
  readonly list: number
}

/** Slots that a check found open. */
export interface OpenSlotsFact extends Stated {
  readonly kind: 'open-slots'
  readonly address: string
  readonly state: 'migrating' | 'importing'
  readonly slots: readonly number[]
}

/** What somebody typed: `redis-cli -p 26379 SENTINEL REMOVE mymaster`, `docker run …`. */
export interface CommandFact extends Stated {
  readonly kind: 'command'
  readonly program: string
  /** Behind the program. Of redis-cli with its options. */
  readonly words: readonly string[]
}

/** What a program answered. */
export interface AnswerFact extends Stated {
  readonly kind: 'answer'
  /** The last command above it. */
  readonly command: CommandFact | undefined
}

/** A user of an ACL file or of ACL LIST. */
export interface AclUserFact extends Stated {
  readonly kind: 'acl-user'
  readonly name: string
  readonly rules: readonly string[]
}

/** A container: a service of a compose file, or a `docker run`. */
export interface ServiceFact extends Stated {
  readonly kind: 'service'
  readonly name: string | undefined
  readonly image: string | undefined
  readonly environment: ReadonlyMap<string, string>
  /** `host path:container path`, as written. */
  readonly volumes: readonly string[]
  readonly command: readonly string[]
  readonly hasHostNetwork: boolean
  readonly publishesPorts: boolean
}

/** A list that gives an address its name, as of pods. */
export interface NamingFact extends Stated {
  readonly kind: 'naming'
  readonly name: string
  /** An IP address. */
  readonly host: string
}

/** A person's note of who runs which version. */
export interface VersionFact extends Stated {
  readonly kind: 'version'
  readonly subject: string
  readonly version: string
}

/** An address that a machine has, by its own words. */
export interface OwnAddressFact extends Stated {
  readonly kind: 'own-address'
  readonly host: string
}

/** That redislab asked an instance, and what for: the replies follow. */
export interface AskedFact extends Stated {
  readonly kind: 'asked'
  /** `host:port`, as others know it. */
  readonly address: string
  readonly of: InstanceKind
  /** Milliseconds since 1970, by the clock of who asked. */
  readonly at: number
  /** Where it was reached, if not there. */
  readonly reachedAt?: string
  /** Why it gave no answer. */
  readonly problem?: string
}

export type Fact =
  | LogFact
  | DirectiveFact
  | InfoFact
  | SentinelRowFact
  | NodeFact
  | OpenSlotsFact
  | CommandFact
  | AnswerFact
  | AclUserFact
  | ServiceFact
  | NamingFact
  | VersionFact
  | OwnAddressFact
  | AskedFact

/** A line of which nothing could be made. */
export interface UnreadLine {
  readonly place: Place
  readonly text: string
  readonly why: string
}

/** What one file says. */
export interface Evidence {
  readonly path: string
  /** How many lines it has that are not empty. */
  readonly lines: number
  /** How many of them were understood. */
  readonly read: number
  readonly unread: readonly UnreadLine[]
  readonly facts: readonly Fact[]
  /** Lines of a long log that were read and that `facts` leaves out: routine ones, and what came again and again. */
  readonly onlyCounted?: number
}
