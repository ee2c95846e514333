import {featuresOf, type ServerVersion} from '../redis/server-version.ts'

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

/** @param server of any version, by default */
export function doesEndServer(signal: string, server?: ServerVersion): boolean {
  if (signal === 'SIGUSR2' && server !== undefined && featuresOf(server).stackSignal) return false
  return ending.has(signal)
}
