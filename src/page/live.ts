import type {PageData} from '../core/contract/page-json.ts'

/** The connection to the `redislab page` that serves this page. */
export interface Live {
  /** Does something. @returns what was done, or why not, in words */
  readonly act: (deed: Deed) => Promise<{readonly ok: boolean; readonly text: string}>
}

/** What can be asked of the server: something done to an instance, a load of a group, the next step of a lab. */
export interface Deed {
  readonly action: string
  readonly target: string
  readonly delayMs?: number
  readonly kind?: string
  readonly rate?: number
  readonly forMs?: number
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
  let data: PageData | undefined
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
      if (answer?.ok) {
        data = (await answer.json()) as PageData
        onData(data)
      }
    } while (isStale)
    isAsking = false
  }
  // An EventSource cannot send a header, so here the token stands in the address.
  const events = new EventSource(`events?token=${encodeURIComponent(token)}`)
  events.addEventListener('open', () => onState(true))
  events.addEventListener('error', () => onState(false))
  events.addEventListener('change', () => void refresh())
  events.addEventListener('load', ({data: text}) => {
    if (data === undefined) return
    data = {...data, running: continueLoads(data.running, JSON.parse(text))}
    onData(data)
  })
  events.addEventListener('tick', ({data: toMs}) => {
    if (data === undefined || isAsking) return
    data = lengthen(data, Number(toMs))
    onData(data)
  })
  return {
    act: async (deed) => {
      const answer = await fetch('act', {
        method: 'POST',
        headers: {...headers, 'content-type': 'application/json'},
        body: JSON.stringify(deed),
      }).catch(() => undefined)
      if (answer === undefined) return {ok: false, text: ''}
      const {text = ''} = await answer.json().catch(() => ({}))
      return {ok: answer.ok, text}
    },
  }
}

/** Each message says how a load is now, and brings the newest stretch of it. */
function continueLoads(before: PageData['running'], now: PageData['running']): PageData['running'] {
  return now.map((load) => {
    const known = before.find(({group, startedAt}) => group === load.group && startedAt === load.startedAt)
    const last = known?.overTime.at(-1)?.at ?? ''
    return {...load, overTime: [...(known?.overTime ?? []), ...load.overTime.filter(({at}) => at > last)]}
  })
}

/** The same until a later moment: whatever is so, is so still. */
function lengthen(data: PageData, toMs: number): PageData {
  const {period, bands} = data
  if (toMs <= period.toMs) return data
  return {
    ...data,
    period: {...period, toMs},
    bands: bands.map((band) => (band.toMs < period.toMs ? band : {...band, toMs})),
  }
}
