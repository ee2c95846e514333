/**
 * The exit codes of the command line. A promise: they keep their meaning, with and without `--json`.
 */
import {isError} from './is-error.ts'
export const ExitCode = {
  done: 0,
  expectationFailed: 1,
  usage: 2,
  environment: 3,
  notFound: 4,
  timeout: 5,
  bug: 70,
  interrupted: 130,
  terminated: 143,
  /** Of programs that are run for somebody, as shells say it. */
  notExecutable: 126,
  commandNotFound: 127,
} as const

/** Every error that a user can meet: its exit code, and what it means in general. */
export const errorTable = {
  TOPOLOGY_INVALID: {exitCode: ExitCode.usage, means: 'The topology is not of the form 1m2r3s.'},
  OPTION_INVALID: {exitCode: ExitCode.usage, means: 'An option or argument has a value that cannot be used.'},
  COMMAND_UNKNOWN: {exitCode: ExitCode.usage, means: 'There is no such command.'},
  USAGE: {exitCode: ExitCode.usage, means: 'The command line could not be understood.'},
  NOT_SUPPORTED: {exitCode: ExitCode.usage, means: 'This version of redislab cannot do that.'},
  DIRECTIVE_INVALID: {
    exitCode: ExitCode.usage,
    means: 'A directive for redis.conf or sentinel.conf is malformed or reserved.',
  },
  TEMPLATE_INVALID: {
    exitCode: ExitCode.usage,
    means: 'A template is missing, malformed, or has an unknown placeholder.',
  },
  CONFIG_REFUSED: {exitCode: ExitCode.usage, means: 'The server refused its configuration.'},
  SERVER_NOT_FOUND: {
    exitCode: ExitCode.environment,
    means: 'No usable redis-server or valkey-server was found.',
  },
  CONTAINERS_UNAVAILABLE: {
    exitCode: ExitCode.environment,
    means: 'A server in a container was asked for, and no Docker or Podman runs one here.',
  },
  SERVER_AMBIGUOUS: {
    exitCode: ExitCode.usage,
    means: 'A version that was asked for is that of several servers.',
  },
  SERVER_UNSUPPORTED: {
    exitCode: ExitCode.environment,
    means: 'The server is of a kind that redislab does not run.',
  },
  SERVER_LACKS: {
    exitCode: ExitCode.environment,
    means: 'The server has no such command or setting; the message says which one has it.',
  },
  SERVER_TOO_OLD: {exitCode: ExitCode.environment, means: 'The server is older than what redislab supports.'},
  PORT_TAKEN: {exitCode: ExitCode.environment, means: 'A port that was asked for is in use.'},
  ADDRESS_UNREACHABLE: {
    exitCode: ExitCode.environment,
    means: 'An address of this machine cannot be reached from the machine itself.',
  },
  SYSTEM_LIMIT: {
    exitCode: ExitCode.environment,
    means:
      'The operating system gives redislab no more of something: open files, processes, memory, room on a disk.',
  },
  SERVER_DIED: {exitCode: ExitCode.environment, means: 'A server ended while it was starting.'},
  STATE_UNWRITABLE: {exitCode: ExitCode.environment, means: 'The state folder cannot be written.'},
  STATE_UNREADABLE: {
    exitCode: ExitCode.environment,
    means: 'A file in the state folder cannot be read or understood.',
  },
  DIRECTORY_MISSING: {
    exitCode: ExitCode.environment,
    means: 'A folder that is needed is not there (any more).',
  },
  OUTPUT_UNWRITABLE: {exitCode: ExitCode.environment, means: 'What a command says cannot be written.'},
  PERMISSION_DENIED: {exitCode: ExitCode.environment, means: 'The operating system refused permission.'},
  PROCESSES_HIDDEN: {
    exitCode: ExitCode.environment,
    means: 'The processes of a deployment cannot be seen from here.',
  },
  CHECK_FAILED: {
    exitCode: ExitCode.environment,
    means: 'doctor found something that stops redislab from working.',
  },
  LAB_INVALID: {exitCode: ExitCode.usage, means: 'A lab file has a mistake; the message says where.'},
  LAB_NEEDS_MORE: {
    exitCode: ExitCode.environment,
    means: 'This machine or this server lacks what the lab needs.',
  },
  LAB_NOT_FOUND: {exitCode: ExitCode.notFound, means: 'There is no lab with this name, and no such file.'},
  SOURCE_NOT_FOUND: {exitCode: ExitCode.notFound, means: 'A file or folder of evidence does not exist.'},
  SOURCE_UNREADABLE: {exitCode: ExitCode.environment, means: 'A file or folder of evidence cannot be read.'},
  DEPLOYMENT_EXISTS: {exitCode: ExitCode.notFound, means: 'A deployment with this name already exists.'},
  DEPLOYMENT_NOT_FOUND: {exitCode: ExitCode.notFound, means: 'There is no deployment with this name.'},
  DEPLOYMENT_BUSY: {
    exitCode: ExitCode.notFound,
    means: 'Another redislab command is changing this deployment.',
  },
  TARGET_NOT_FOUND: {exitCode: ExitCode.notFound, means: 'No instance answers to this target.'},
  TARGET_AMBIGUOUS: {
    exitCode: ExitCode.notFound,
    means: 'More than one instance answers to a target that means one.',
  },
  WRONG_STATE: {
    exitCode: ExitCode.notFound,
    means: 'The instance is not in a state in which this can be done.',
  },
  TIMED_OUT: {exitCode: ExitCode.timeout, means: 'What was awaited did not happen in time.'},
  PROGRAM_NOT_EXECUTABLE: {
    exitCode: ExitCode.notExecutable,
    means: 'The command that exec is to run cannot be executed.',
  },
  PROGRAM_NOT_FOUND: {
    exitCode: ExitCode.commandNotFound,
    means: 'The command that exec is to run is not there.',
  },
  INTERRUPTED: {exitCode: ExitCode.interrupted, means: 'The command was interrupted.'},
} as const satisfies Record<string, {exitCode: number; means: string}>

export type ErrorCode = keyof typeof errorTable

export interface RedislabErrorOptions {
  /** What to do next: commands to type, or short sentences. */
  readonly suggestions?: readonly string[]
  /** Facts for programs; goes into the JSON error as it is. */
  readonly details?: Readonly<Record<string, unknown>> | undefined
  readonly cause?: unknown
  /** Overrides the table's exit code: only for signals (143 instead of 130). */
  readonly exitCode?: number
}

/**
 * An error that a user can meet and act upon. The message is one sentence: what is wrong, and where.
 * Whatever is thrown and is not a RedislabError is a bug of ours.
 */
export class RedislabError extends Error {
  override readonly name = 'RedislabError'
  /** What went wrong, as a word of {@link errorTable}. */
  readonly code: ErrorCode
  /** The exit code with which the command line ends for this error. */
  readonly exitCode: number
  /** What to do next, as short sentences. */
  readonly suggestions: readonly string[]
  /** Facts for programs. */
  readonly details: Readonly<Record<string, unknown>> | undefined

  constructor(code: ErrorCode, message: string, options: RedislabErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause})
    this.code = code
    this.exitCode = options.exitCode ?? errorTable[code].exitCode
    this.suggestions = options.suggestions ?? []
    this.details = options.details
  }
}

/** Whether a thrown value is one of our errors with this code. Compares by code, so that two copies of the package agree. */
export function hasErrorCode(error: unknown, code: ErrorCode): error is RedislabError {
  return isError(error) && (error as Partial<RedislabError>).code === code
}
