import {randomBytes} from 'node:crypto'
import {once} from 'node:events'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {z} from 'zod/mini'
import {messageOf} from '../../core/errors/message-of.ts'
import {makeVisible} from '../../core/text/visible.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {deedsOf, doDeed} from './deeds.ts'
import {LivePage} from './live-page.ts'
import {judgeRequest} from './page-requests.ts'
import {formatData, readLivePage} from './render-page.ts'

/** What is asked for by a click is a few words. */
const mostBytes = 4096

const headers = {
  'cache-control': 'no-store',
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

const deedSchema = z.object({action: z.string(), target: z.string()})

export interface ServedPage extends AsyncDisposable {
  /** With the token, without which nothing is answered. */
  readonly url: string
  /** Settles when the deployment cannot be followed any more: rejects with why. */
  readonly ended: Promise<void>
}

/**
 * Serves the page of a deployment on loopback, on a port that the system chooses, until it is disposed of.
 *
 * @param signal ends it
 */
export async function servePage(
  deployment: Deployment,
  {signal}: {readonly signal: AbortSignal},
): Promise<ServedPage> {
  const token = randomBytes(24).toString('base64url')
  const html = await readLivePage()
  const live = new LivePage(deployment, signal)
  live.setMaxListeners(0)
  const server = createServer((request, response) => {
    const {port} = server.address() as AddressInfo
    const asked = judgeRequest(request, {token, port})
    if (asked === 'page') send(response, 200, html, 'text/html; charset=utf-8')
    else if (asked === 'data') sendData(response, live)
    else if (asked === 'events') sendEvents(response, live)
    else if (asked === 'act') void act(request, response, {deployment, signal})
    else send(response, asked, `${asked}\n`, 'text/plain; charset=utf-8')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening', {signal})
  const {port} = server.address() as AddressInfo
  const ended = live.follow()
  ended.catch(() => undefined)
  return {
    url: `http://127.0.0.1:${port}/?token=${token}`,
    ended,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function send(response: ServerResponse, status: number, text: string, type: string): void {
  response.writeHead(status, {...headers, 'content-type': type}).end(text)
}

function sendJson(response: ServerResponse, status: number, text: string): void {
  send(response, status, text, 'application/json; charset=utf-8')
}

function sendData(response: ServerResponse, live: LivePage): void {
  if (live.data === undefined) sendJson(response, 503, '{}')
  else sendJson(response, 200, formatData(live.data))
}

/** Server-sent events: `change` when there is newer data, `tick` while there is none. */
function sendEvents(response: ServerResponse, live: LivePage): void {
  response.writeHead(200, {...headers, 'content-type': 'text/event-stream; charset=utf-8'})
  const change = () => response.write('event: change\ndata: 1\n\n')
  const tick = (toMs: number) => response.write(`event: tick\ndata: ${toMs}\n\n`)
  live.on('change', change)
  live.on('tick', tick)
  response.on('close', () => {
    live.off('change', change)
    live.off('tick', tick)
  })
  if (live.data !== undefined) change()
}

/** Does something to an instance, and answers with what was done, or why not. */
async function act(
  request: IncomingMessage,
  response: ServerResponse,
  {deployment, signal}: {readonly deployment: Deployment; readonly signal: AbortSignal},
): Promise<void> {
  const deed = deedSchema.safeParse(await readJson(request))
  if (!deed.success) return sendJson(response, 400, JSON.stringify({text: 'This is no action of a page.'}))
  if (!deedsOf(deployment.record).includes(deed.data.action))
    return sendJson(
      response,
      403,
      JSON.stringify({text: `A page of this deployment cannot ${makeVisible(deed.data.action)}.`}),
    )
  try {
    sendJson(response, 200, JSON.stringify({text: await doDeed(deployment, {...deed.data, signal})}))
  } catch (error) {
    sendJson(response, 409, JSON.stringify({text: makeVisible(messageOf(error))}))
  }
}

/** @returns undefined for what is too long, broken off or not JSON */
async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = ''
  try {
    for await (const part of request.setEncoding('utf8')) {
      text += part
      if (text.length > mostBytes) return undefined
    }
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
