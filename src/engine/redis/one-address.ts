import type {Redis} from 'ioredis'
import type {Endpoint} from './endpoint.ts'
import {tlsOptions} from './tls-options.ts'

/** A client that stays at one address, never retries and never queues: what fails, fails at once. */
export function oneAddress({host, port, user, password, tls, isForeign}: Endpoint) {
  if (isForeign)
    throw new Error(`${host}:${port} was not started by redislab: it is asked by a Connection alone`)
  return {
    host,
    port,
    ...(user === undefined ? {} : {username: user}),
    ...(password === undefined ? {} : {password}),
    ...(tls === undefined ? {} : {tls: tlsOptions(tls)}),
    lazyConnect: true,
    // Nothing is under way when we close; ioredis would keep the process alive for this long.
    disconnectTimeout: 0,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    // Its ready check asks INFO and waits while LOADING; readiness is ours to judge.
    enableReadyCheck: false,
    disableClientInfo: true,
    // RESP2 needs no HELLO, which a sentinel before 6.2 and a password-protected server answer differently.
    protocol: 2,
  } as const
}

/** Connects, or throws what the socket said and not what ioredis makes of it. */
export async function connectOnce(client: Redis): Promise<void> {
  let failure: unknown
  client.on('error', (error) => {
    failure = error
  })
  try {
    await client.connect()
  } catch (error) {
    client.disconnect()
    throw failure ?? error
  }
}
