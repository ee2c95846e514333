import type {ProcessIdentity} from '../../core/words.ts'
import type {ProcessFacts} from './process-table.ts'

/** A program to keep running after redislab has ended. */
export interface Program {
  readonly file: string
  readonly args: readonly string[]
  /** Its current directory, absolute. */
  readonly directory: string
  /** Receives stdout and stderr: what a server says before it has opened its log. */
  readonly outputFile: string
  /** Its standard input is a pipe that ends when this process ends, in whatever way. @default false */
  readonly endsWithUs?: boolean
  readonly env?: Readonly<Record<string, string>>
}

/** Where instances run. The one seam for hosts other than this machine. */
export interface Host {
  /**
   * Starts a program in a session of its own, so that Ctrl-C in the terminal does not reach it.
   *
   * @throws RedislabError SERVER_NOT_FOUND, PERMISSION_DENIED
   */
  start(program: Program): Promise<ProcessIdentity>
  /** @returns undefined when it has ended, or its pid belongs to another process now */
  look(identity: ProcessIdentity): Promise<ProcessFacts | undefined>
  /**
   * Sends a signal to a process that is surely ours.
   *
   * @returns false when it has ended
   * @throws RedislabError PERMISSION_DENIED
   */
  signal(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<boolean>
}
