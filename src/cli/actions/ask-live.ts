import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import {
  type AskedDeployment,
  type AskOptions,
  askDeployment,
  type KeptLive,
  type LiveLogin,
} from '../../engine/live/ask-deployment.ts'
import {parseLiveAddress} from '../../engine/live/live-address.ts'
import {askPassword, canAskPassword} from './ask-password.ts'

export interface AskLiveOptions extends AskOptions {
  readonly signal: AbortSignal
  /** Says on a terminal what is under way; not while a person types. */
  readonly waiting: <Result>(action: () => Promise<Result>) => Promise<Result>
}

type Wanted = 'password' | 'sentinelPassword'

/**
 * Finds and asks a deployment that runs elsewhere. Where it demands a password and none was given, a person at a terminal is asked for
 * it: once for servers, once for sentinels. What was typed serves for this command, and is kept nowhere.
 *
 * @throws RedislabError OPTION_INVALID, SOURCE_UNREADABLE; without a terminal it names the variable
 */
export async function askLive(
  live: KeptLive,
  {login, signal, waiting, ...options}: AskLiveOptions,
): Promise<AskedDeployment> {
  let known: LiveLogin = {...login, ...inAddresses(live)}
  const wasAsked = new Set<Wanted>()
  for (;;) {
    const outcome = await waiting(() => askDeployment(live, {login: known, signal, ...options})).catch(
      toUnreadable,
    )
    const wanted = whatIsWanted(outcome, known)
    if (wanted === undefined || wasAsked.has(wanted) || !canAskPassword()) {
      if (outcome instanceof RedislabError) throw outcome
      return outcome
    }
    wasAsked.add(wanted)
    const password = await askPassword(questionFor(wanted, known), signal)
    if (password === undefined && outcome instanceof RedislabError) throw outcome
    if (password !== undefined) known = {...known, [wanted]: password}
  }
}

function questionFor(wanted: Wanted, {user, sentinelUser}: LiveLogin): string {
  const name = wanted === 'password' ? user : sentinelUser
  return `Password of the ${wanted === 'password' ? 'servers' : 'sentinels'}${name === undefined ? '' : ` for ${name}`} (not shown, not kept): `
}

/** So that nobody is asked for what an address holds. */
function inAddresses({addresses}: KeptLive): LiveLogin {
  const parsed = addresses.map(parseLiveAddress)
  const server = parsed.find(({kind, password}) => kind === 'redis' && password !== undefined)
  const sentinel = parsed.find(({kind, password}) => kind === 'sentinel' && password !== undefined)
  return {
    ...(server === undefined ? {} : {user: server.user, password: server.password}),
    ...(sentinel === undefined ? {} : {sentinelUser: sentinel.user, sentinelPassword: sentinel.password}),
  }
}

function toUnreadable(error: unknown): RedislabError {
  if (hasErrorCode(error, 'SOURCE_UNREADABLE')) return error
  throw error
}

/** Of whom a password is demanded that was not given. One that was given and is wrong is not asked for again. */
function whatIsWanted(outcome: AskedDeployment | RedislabError, login: LiveLogin): Wanted | undefined {
  const refusing =
    outcome instanceof RedislabError
      ? [{kind: outcome.details?.['kind'], problem: String(outcome.details?.['problem'] ?? '')}]
      : outcome.nodes
  const isDemanded = (kind: string) =>
    refusing.some((node) => node.kind === kind && /^NOAUTH\b/.test(node.problem ?? ''))
  if (login.password === undefined && isDemanded('redis')) return 'password'
  if (login.sentinelPassword === undefined && isDemanded('sentinel')) return 'sentinelPassword'
  return undefined
}
