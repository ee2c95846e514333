import {addressOf} from '../../core/redis/info.ts'
import {helloChannel} from '../../core/redis/sentinel-reply.ts'
import {Connection} from '../redis/connection.ts'
import type {Endpoint} from '../redis/endpoint.ts'
import {sleep} from '../time/wait.ts'
import type {Named} from './neighbours.ts'

/** Each sentinel says hello every 2 s (sentinel.c: SENTINEL_PUBLISH_PERIOD). */
const listenMs = 2600

/** The sentinels of a master, which does not know them: they say hello to each other in a channel of it. */
export async function hearSentinels(
  endpoint: Endpoint,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<readonly Named[]> {
  const found = new Map<string, Named>()
  const take = (message: unknown) => {
    const [kind, , text] = Array.isArray(message) ? message.map(String) : []
    const [host, port, runId] = (text ?? '').split(',')
    if (kind !== 'message' || host === undefined || port === undefined) return
    found.set(`${host} ${port}`, {address: addressOf(host, port), kind: 'sentinel', runId})
  }
  using connection = await Connection.open(endpoint, {onMessage: take})
  await connection.call('SUBSCRIBE', helloChannel)
  await sleep(listenMs, signal)
  return [...found.values()]
}
