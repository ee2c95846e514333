import {randomBytes} from 'node:crypto'
import {once} from 'node:events'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {z} from 'zod/mini'
import {messageOf} from '../../core/errors/message-of.ts'
import {makeAllVisible, makeVisible} from '../../core/text/visible.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {deedsOf, doDeed, isOurs} from './deeds.ts'
import {LivePage} from './live-page.ts'
import type {LoadDesk, RunningLoad} from './load-desk.ts'
import {judgeRequest} from './page-requests.ts'
import type {PageSource} from './page-source.ts'
import {readJson} from './read-json.ts'
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

const deedSchema = z.object({
  action: z.string(),
  target: z.string(),
  delayMs: z.optional(z.number()),
  kind: z.optional(z.string()),
  rate: z.optional(z.number()),
  forMs: z.optional(z.number()),
})
export type AskedDeed = z.infer<typeof deedSchema>

/** What may be done from a page. */
export interface PageDeeds {
  readonly offers: (action: string) => boolean
  /** @returns what was done, in words @throws why not */
  readonly perform: (deed: AskedDeed) => Promise<string>
}

export interface ServedSource extends AsyncDisposable {
  /** With the token, without which nothing is answered. */
  readonly url: string
  /** Settles when somebody looks at it for the first time. */
  readonly opened: Promise<void>
}

export interface ServedPage extends ServedSource {
  /** Settles when the deployment cannot be followed any more: rejects with why. */
  readonly ended: Promise<void>
}

/**
 * Serves the page of a deployment on loopback, on a port that the system chooses, until it is disposed of.
 *
 * @param signal ends it
 * @param loads what starts loads from the page; none for a deployment that redislab does not run
 */
export async function servePage(
  deployment: Deployment,
  {signal, loads}: {readonly signal: AbortSignal; readonly loads?: LoadDesk | undefined},
): Promise<ServedPage> {
  const desk = isOurs(deployment.record) ? loads : undefined
  const live = new LivePage(deployment, {signal, loads: desk})
  const served = await serveSource(live, {
    signal,
    deeds: {
      offers: (action) =>
        deedsOf(deployment.record).includes(action) ||
        (desk !== undefined && (action === 'load' || action === 'end-load')),
      perform: async ({action, target, delayMs, kind = '', rate = 0, forMs}) => {
        if (action === 'load' && desk !== undefined) return desk.start({kind, rate, forMs, group: target})
        if (action === 'end-load' && desk !== undefined) return desk.end(target)
        return doDeed(deployment, {action, target, delayMs, signal})
      },
    },
  })
  const ended = live.follow()
  ended.catch(() => undefined)
  return {...served, ended, [Symbol.asyncDispose]: () => served[Symbol.asyncDispose]()}
}

/** Serves a page from wherever it comes, in the same way. */
export async function serveSource(
  source: PageSource,
  {signal, deeds}: {readonly signal: AbortSignal; readonly deeds: PageDeeds},
): Promise<ServedSource> {
  const token = randomBytes(24).toString('base64url')
  const html = await readLivePage()
  let noteOpened = () => {}
  const opened = new Promise<void>((resolve) => {
    noteOpened = resolve
  })
  const server = createServer((request, response) => {
    const {port} = server.address() as AddressInfo
    const asked = judgeRequest(request, {token, port})
    if (asked === 'page') send(response, 200, html, 'text/html; charset=utf-8')
    else if (asked === 'data') sendData(response, source)
    else if (asked === 'events') {
      noteOpened()
      sendEvents(response, source)
    } else if (asked === 'act') void act(request, response, deeds)
    else send(response, asked, `${asked}\n`, 'text/plain; charset=utf-8')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening', {signal})
  const {port} = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/?token=${token}`,
    opened,
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

function sendData(response: ServerResponse, {data}: PageSource): void {
  if (data === undefined) sendJson(response, 503, '{}')
  else sendJson(response, 200, formatData(data))
}

/** Server-sent events: `change` when there is newer data, `tick` while there is none, `load` while clients are at work. */
function sendEvents(response: ServerResponse, source: PageSource): void {
  response.writeHead(200, {...headers, 'content-type': 'text/event-stream; charset=utf-8'})
  const tell = (event: string, data: string) => response.write(`event: ${event}\ndata: ${data}\n\n`)
  const change = () => tell('change', '1')
  const tick = (toMs: number) => tell('tick', String(toMs))
  const load = (running: readonly RunningLoad[]) =>
    tell('load', JSON.stringify(makeAllVisible(running.map(newestOf))))
  source.on('change', change)
  source.on('tick', tick)
  source.on('load', load)
  response.on('close', () => {
    source.off('change', change)
    source.off('tick', tick)
    source.off('load', load)
  })
  if (source.data !== undefined) change()
}

/** What is new of a load: the page has what came before. */
function newestOf(running: RunningLoad): RunningLoad {
  return {...running, overTime: running.overTime.slice(-1)}
}

/** Does what was asked for, and answers with what was done, or why not. */
async function act(request: IncomingMessage, response: ServerResponse, deeds: PageDeeds): Promise<void> {
  const deed = deedSchema.safeParse(await readJson(request, mostBytes))
  if (!deed.success) return sendJson(response, 400, JSON.stringify({text: 'This is no action of a page.'}))
  if (!deeds.offers(deed.data.action))
    return sendJson(
      response,
      403,
      JSON.stringify({text: `A page of this deployment cannot ${makeVisible(deed.data.action)}.`}),
    )
  try {
    sendJson(response, 200, JSON.stringify({text: await deeds.perform(deed.data)}))
  } catch (error) {
    sendJson(response, 409, JSON.stringify({text: makeVisible(messageOf(error))}))
  }
}
