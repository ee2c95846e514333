/**
 * Signals that end a server, at once or in order: on the others Redis goes on, since it ignores them (SIGHUP, SIGPIPE) or
 * they mean something else.
 */
const ending: ReadonlySet<string> = new Set([
  'SIGKILL',
  'SIGTERM',
  'SIGINT',
  'SIGQUIT',
  'SIGABRT',
  'SIGIOT',
  'SIGSEGV',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGTRAP',
  'SIGSYS',
  'SIGUSR1',
  'SIGUSR2',
  'SIGSTKFLT',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGVTALRM',
  'SIGPROF',
  'SIGIO',
  'SIGPOLL',
  'SIGPWR',
])

export function doesEndServer(signal: string): boolean {
  return ending.has(signal)
}
