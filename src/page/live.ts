import type {PageData} from '../core/contract/page-json.ts'

/** The connection to the `redislab page` that serves this page. */
export interface Live {
  /** Does something to an instance. @returns what was done, or why not, in words */
  readonly act: (action: string, target: string) => Promise<{readonly ok: boolean; readonly text: string}>
}

/**
 * Asks for the data now and whenever it has changed.
 *
 * @param token what the server wants to see, from the address of the page
 * @param onState whether the server is there
 */
export function connect(
  token: string,
  {onData, onState}: {onData: (data: PageData) => void; onState: (isConnected: boolean) => void},
): Live {
  const headers = {'x-redislab-token': token}
  let isAsking = false
  let isStale = false
  const refresh = async () => {
    if (isAsking) {
      isStale = true
      return
    }
    isAsking = true
    do {
      isStale = false
      const answer = await fetch('data', {headers, cache: 'no-store'}).catch(() => undefined)
      if (answer?.ok) onData(await answer.json())
    } while (isStale)
    isAsking = false
  }
  // An EventSource cannot send a header, so here the token stands in the address.
  const events = new EventSource(`events?token=${encodeURIComponent(token)}`)
  events.addEventListener('open', () => onState(true))
  events.addEventListener('error', () => onState(false))
  events.addEventListener('change', () => void refresh())
  return {
    act: async (action, target) => {
      const answer = await fetch('act', {
        method: 'POST',
        headers: {...headers, 'content-type': 'application/json'},
        body: JSON.stringify({action, target}),
      }).catch(() => undefined)
      if (answer === undefined) return {ok: false, text: ''}
      const {text = ''} = await answer.json().catch(() => ({}))
      return {ok: answer.ok, text}
    },
  }
}
