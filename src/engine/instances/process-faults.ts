import {RedislabError} from '../../core/errors/errors.ts'
import type {ServerVersion} from '../../core/redis/server-version.ts'
import type {ProcessIdentity} from '../../core/words.ts'
import type {Host} from '../host/host.ts'
import type {ProcessFacts} from '../host/process-table.ts'
import {waitFor} from '../time/wait.ts'
import {waitUntilGone} from './take-down.ts'

/**
 * Longer than Redis waits by itself: on SIGTERM a master with lagging replicas waits `shutdown-timeout` (10 s, since
 * 7.0) before it ends.
 */
const stopWithinMs = 15_000

/**
 * Ends a server by a signal, and waits for its end.
 *
 * @throws RedislabError TIMED_OUT when it goes on
 */
export async function endBySignal(
  host: Host,
  identity: ProcessIdentity,
  name: NodeJS.Signals,
  signal?: AbortSignal,
): Promise<void> {
  await host.signal(identity, name)
  // A frozen process takes no signal but SIGKILL before it goes on.
  if (name !== 'SIGKILL') await host.signal(identity, 'SIGCONT')
  await waitUntilGone(host, [identity], {withinMs: stopWithinMs, signal})
}

/** What to say of a signal on which a server goes on. */
export function notEnding(name: NodeJS.Signals, server?: ServerVersion): RedislabError {
  const whom = server === undefined ? 'a server' : `${server.flavour} ${server.version}`
  return new RedislabError('OPTION_INVALID', `${name} does not end ${whom}.`, {
    suggestions: ['Signals that do: SIGKILL, SIGTERM, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGUSR1.'],
  })
}

/** Asks a server to stop, and ends it by force when it has not after 15 s. */
export async function endByRequest(
  host: Host,
  identity: ProcessIdentity,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await endBySignal(host, identity, 'SIGTERM', signal)
  } catch (error) {
    if (!(error instanceof RedislabError && error.code === 'TIMED_OUT')) throw error
    await endBySignal(host, identity, 'SIGKILL', signal)
  }
}

/** SIGSTOP, and a look whether it is in state T: the signal may take a moment. */
export async function freeze(host: Host, identity: ProcessIdentity): Promise<void> {
  await host.signal(identity, 'SIGSTOP')
  await waitForState(host, identity, 'paused')
}

/** SIGCONT, and a look whether it left state T. */
export async function thaw(host: Host, identity: ProcessIdentity): Promise<void> {
  await host.signal(identity, 'SIGCONT')
  await waitForState(host, identity, 'running')
}

async function waitForState(
  host: Host,
  identity: ProcessIdentity,
  state: ProcessFacts['state'],
): Promise<void> {
  const reached = await waitFor(
    async () => {
      const facts = await host.look(identity)
      if (facts === undefined) return 'ended'
      return facts.state === state ? 'reached' : undefined
    },
    {withinMs: 5000, everyMs: 2},
  )
  if (reached === 'reached') return
  throw new RedislabError(
    'TIMED_OUT',
    `Process ${identity.pid} ${reached === 'ended' ? 'ended' : 'did not stop'} instead of being ${state}.`,
    {
      details: {pid: identity.pid},
    },
  )
}
