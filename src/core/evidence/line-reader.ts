import type {CommandFact, Fact, Place, Stated} from './facts.ts'
import type {Columns, Unwrapped} from './unwrap.ts'

/** What the reader of one file knows while it goes through its lines. */
export interface ReadingState {
  readonly path: string
  /** The name of the node whose lines follow: a heading, or the only one. */
  heading: string | undefined
  /** The container in whose output the heading stood. */
  headingIn: string | undefined
  /** What an export says of the line that is read. */
  wrapped: Unwrapped | undefined
  /** The columns of an export as CSV, from its first row on. */
  columns: Columns | undefined
  /** The setting whose value comes next in a reply of CONFIG GET. */
  setting: string | undefined
  /** The last command that was typed. */
  command: CommandFact | undefined
  /** The INFO reply that is being read. */
  info: {fields: Map<string, string>; stated: Map<string, Stated>; index: number} | undefined
  /** The reply of a sentinel that is being read, and the name whose value comes next. */
  row: {fields: Map<string, string>; stated: Map<string, Stated>; key: string | undefined} | undefined
  /** The reply of ROLE that is being read, the names of what comes next in it, and the words of the replicas that a master lists. */
  role:
    | {fields: Map<string, string>; stated: Map<string, Stated>; rest: string[]; listed: string[]}
    | undefined
  /** The line in which the name of a node stood alone. */
  namedIn: number | undefined
  /** The list of nodes that is being read: the line that it began in, and the ids in it so far. */
  nodeList: {readonly line: number; readonly ids: Set<string>} | undefined
  /** Lists of nodes that are nodes.conf files: these end with their epochs. */
  readonly confLists: Set<number>
  /** The node of a `--cluster check` whose slots come next. */
  checked: {readonly id: string; readonly address: string} | undefined
}

/** What is known before the first line. @param heading whose lines these are, where that is known */
export function beginReading(path: string, heading?: string): ReadingState {
  return {
    path,
    heading,
    headingIn: undefined,
    wrapped: undefined,
    columns: undefined,
    setting: undefined,
    command: undefined,
    info: undefined,
    row: undefined,
    role: undefined,
    namedIn: undefined,
    nodeList: undefined,
    confLists: new Set(),
    checked: undefined,
  }
}

export interface LineToRead {
  /** Without the quote marks and fences of a paste. */
  readonly line: string
  /** The same without secrets. */
  readonly text: string
  readonly place: Place
}

/** Makes facts of a line; undefined when it is of another kind. No facts: it was understood and says nothing. */
export type LineReader = (line: LineToRead, state: ReadingState) => readonly Fact[] | undefined

/** Whose a line is: the file's, or a named node's in it. */
export function streamOf(path: string, node: string | undefined): string {
  return node === undefined ? path : `${path}#${node}`
}
