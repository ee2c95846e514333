import {once} from 'node:events'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {RedislabError} from '../core/errors/errors.ts'
import {isAskedByLoopback} from '../engine/page/page-requests.ts'
import {readJson} from '../engine/page/read-json.ts'
import {ActionLog} from './action-log.ts'
import {actionRequestSchema} from './action-shapes.ts'
import {actionTypes, runAction} from './actions.ts'
import type {Databases} from './databases.ts'

/** An action is a few words; the description of a database is the longest. */
const mostBytes = 65_536

export interface ServedInjector extends AsyncDisposable {
  readonly url: string
}

export interface ServeInjectorOptions {
  readonly databases: Databases
  readonly port: number
  readonly signal: AbortSignal
  /** Called as each action begins and ends. */
  readonly onAction?: ((event: ActionEvent) => void) | undefined
}

export interface ActionEvent {
  readonly type: string
  /** Undefined while it goes on. */
  readonly error?: string | null | undefined
  readonly isOver: boolean
}

/**
 * Serves the contract that scenario tests of clients speak, on loopback: `POST /action`, `GET /action`, `GET /action/ID`.
 *
 * @throws RedislabError PORT_TAKEN
 */
export async function serveInjector({
  databases,
  port,
  signal,
  onAction,
}: ServeInjectorOptions): Promise<ServedInjector> {
  const log = new ActionLog()
  const server = createServer((request, response) => {
    const refusal = judge(request, (server.address() as AddressInfo).port)
    if (refusal !== undefined) return send(response, refusal.status, {error: refusal.why})
    void answer(request, response)
  })
  await listen(server, port, signal)
  const {port: bound} = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${bound}`,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      await log.ended()
    },
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {method = '', url = ''} = request
    const [path = ''] = url.split('?')
    const [, id] = /^\/action\/([\w-]+)$/.exec(path) ?? []
    if (method === 'POST' && path === '/action') return begin(await readJson(request, mostBytes), response)
    if (method === 'GET' && path === '/action') return send(response, 200, {actions: actionTypes})
    if (method === 'GET' && id !== undefined) {
      const state = log.get(id)
      return send(response, state === undefined ? 404 : 200, state ?? {error: `There is no action ${id}.`})
    }
    // Suites ask what can be triggered before they make their tests: nothing, where the server has no such thing.
    if (method === 'GET' && /^\/(slot-migrate|topology-change-standalone)$/.test(path))
      return send(response, 200, {effect: new URLSearchParams(url.split('?')[1]).get('effect'), triggers: []})
    send(response, 404, {error: 'There is /action, and no more.'})
  }

  function begin(body: unknown, response: ServerResponse): void {
    const read = actionRequestSchema.safeParse(body)
    if (!read.success) {
      send(response, 422, {error: 'An action is {"type": …, "parameters": {…}}, in JSON.'})
      return
    }
    const {type} = read.data
    const action_id = log.begin(type, async () => {
      onAction?.({type, isOver: false})
      try {
        const output = await runAction(read.data, {databases, signal})
        onAction?.({type, isOver: true, error: null})
        return output
      } catch (error) {
        onAction?.({type, isOver: true, error: error instanceof Error ? error.message : String(error)})
        throw error
      }
    })
    send(response, 200, {action_id, status: 'pending'})
  }
}

async function listen(
  server: ReturnType<typeof createServer>,
  port: number,
  signal: AbortSignal,
): Promise<void> {
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening', {signal})
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new RedislabError('PORT_TAKEN', `Port ${port} is taken.`, {
      suggestions: ['Another one: --port 20325'],
    })
  }
}

/** A page that a browser shows must not be able to ask: neither by a name that leads here nor by the address itself. */
function judge(
  {headers}: IncomingMessage,
  port: number,
): {readonly status: number; readonly why: string} | undefined {
  if (!isAskedByLoopback(headers.host, port)) return {status: 403, why: 'Ask by 127.0.0.1 or localhost.'}
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    return {status: 403, why: 'This is for test suites, not for pages.'}
  return undefined
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const headers = {'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8'}
  response.writeHead(status, headers).end(JSON.stringify(body))
}
