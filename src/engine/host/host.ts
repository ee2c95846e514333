import type {ProcessIdentity, ServerImage} from '../../core/words.ts'
import type {EngineAt} from './container-engine.ts'
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
  /** It runs in a container of this image. `directory` is then a folder in a run directory, in a state folder. */
  readonly image?: ServerImage | undefined
  /** The container is one of the engine of this host, which docker knows by this context. @default this machine's */
  readonly onHost?: string | undefined
  /** Where it writes its log, once it has opened it: elsewhere too, it is to be read here. */
  readonly logFile?: string | undefined
}

export interface ClearOptions {
  /** Only what is in this folder of the run directory. */
  readonly name?: string | undefined
  /** The engines that have containers of it. @default all that the state folder has used, each where it answers soon */
  readonly engines?: readonly EngineAt[] | undefined
}

/** Where instances run: the one seam. What a program leaves beyond its process is the affair of the host alone. */
export interface Host {
  /**
   * Begins what takes long before programs can be started, in the order in which they will be. Nothing runs in their
   * name yet, and what goes wrong is told by `start`.
   */
  prepare(programs: readonly Program[]): void
  /**
   * Starts a program in a session of its own, so that Ctrl-C in the terminal does not reach it.
   *
   * @throws RedislabError SERVER_NOT_FOUND, SERVER_DIED, PERMISSION_DENIED, CONTAINERS_UNAVAILABLE
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
  /**
   * Brings what programs that have ended wrote elsewhere into their folders here: what is in these is what the next start begins
   * with. Logs are there already.
   *
   * @throws RedislabError CONTAINERS_UNAVAILABLE
   */
  bring(programs: readonly Pick<Program, 'directory' | 'onHost'>[]): Promise<void>
  /**
   * Puts a file of the folder of a program that runs elsewhere to where it has that folder.
   *
   * @param file absolute
   * @throws RedislabError CONTAINERS_UNAVAILABLE
   */
  deliver(identity: ProcessIdentity, file: string): Promise<void>
  /**
   * Removes what programs in folders of a run directory have left, or still are, beyond the processes that can be seen.
   *
   * @returns the other hosts that may have something and did not answer, where it is not known which have
   * @throws RedislabError CONTAINERS_UNAVAILABLE, TIMED_OUT
   */
  clear(directory: string, which?: ClearOptions): Promise<readonly string[]>
}
