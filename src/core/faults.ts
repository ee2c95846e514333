/** What is done to an instance. A value: the engine injects it, and injecting returns what heals it. */
export type Fault =
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

export type FaultKind = Fault['kind']

/** The fault that undoes another. A restart for a time is a stop that is undone. */
export function healOf(kind: FaultKind): Exclude<FaultKind, 'kill' | 'restart'> {
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
} as const satisfies Record<FaultKind, string>
