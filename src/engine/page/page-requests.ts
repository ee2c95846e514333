import {Buffer} from 'node:buffer'
import {timingSafeEqual} from 'node:crypto'
import type {IncomingMessage} from 'node:http'

/** What a page may ask of the server. */
export type PageRequest = 'page' | 'data' | 'events' | 'act'

/** Why a request is not answered: 403 for who is not allowed to ask, 404 for what is not there. */
export type Refusal = 403 | 404 | 405

const paths: Readonly<Record<string, PageRequest>> = {
  '/': 'page',
  '/data': 'data',
  '/events': 'events',
  '/act': 'act',
}

/** Whether a Host is this machine's own, and no name that only leads here (DNS rebinding). */
export function isAskedByLoopback(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`
}

/**
 * Judges a request before anything is done. A page of somebody else that made a browser ask here, by a name that resolves
 * to this machine (DNS rebinding) or by the address itself, has another Host or Origin, and does not know the token.
 */
export function judgeRequest(
  request: Pick<IncomingMessage, 'url' | 'method' | 'headers'>,
  {token, port}: {readonly token: string; readonly port: number},
): PageRequest | Refusal {
  const {url = '', method = '', headers} = request
  if (!isAskedByLoopback(headers.host, port)) return 403
  const {origin} = headers
  if (origin !== undefined && !isAskedByLoopback(/^http:\/\/(.+)$/.exec(origin)?.[1], port)) return 403
  if (headers['sec-fetch-site'] === 'cross-site') return 403
  const [path = '', query = ''] = url.split('?')
  const asked = Object.hasOwn(paths, path) ? paths[path] : undefined
  const given = headers['x-redislab-token'] ?? new URLSearchParams(query).get('token') ?? ''
  if (!isSame(String(given), token)) return 403
  if (asked === undefined) return 404
  if (method !== (asked === 'act' ? 'POST' : 'GET')) return 405
  // What changes something is asked for by a script of the page: a form of another page cannot set a header.
  if (asked === 'act' && headers['x-redislab-token'] === undefined) return 403
  return asked
}

/** In a time that does not tell how much of it was right. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
