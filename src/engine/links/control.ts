import {open} from 'node:fs/promises'
import {connect} from 'node:net'
import path from 'node:path'
import {createInterface} from 'node:readline'
import type {RelayReply, RelayRequest} from '../../core/links/messages.ts'

/** The relay's Unix socket, in the run directory. */
export const controlSocket = 'links.sock'

/** sockaddr_un holds 108 bytes on Linux, the closing zero among them. */
const maxPathBytes = 107

/**
 * Asks the relay of a run directory for one thing.
 *
 * @throws Error with the socket's code: ENOENT, ECONNREFUSED when there is none, ETIMEDOUT when it does not answer
 */
export async function askRelay(
  directory: string,
  request: RelayRequest,
  {timeoutMs = 5000}: {timeoutMs?: number} = {},
): Promise<RelayReply> {
  const full = path.join(directory, controlSocket)
  if (Buffer.byteLength(full) <= maxPathBytes) return askAt(full, request, timeoutMs)
  // Too long for an address: through a descriptor of the folder it is short.
  const folder = await open(directory, 'r')
  try {
    return await askAt(`/proc/self/fd/${folder.fd}/${controlSocket}`, request, timeoutMs)
  } finally {
    await folder.close()
  }
}

function askAt(address: string, request: RelayRequest, timeoutMs: number): Promise<RelayReply> {
  return new Promise((resolve, reject) => {
    const socket = connect(address)
    const fail = (error: Error) => {
      socket.destroy()
      reject(error)
    }
    socket.setTimeout(timeoutMs, () =>
      fail(Object.assign(new Error('the link relay does not answer'), {code: 'ETIMEDOUT'})),
    )
    socket.on('error', fail)
    socket.on('close', () => fail(Object.assign(new Error('the link relay hung up'), {code: 'ECONNRESET'})))
    createInterface({input: socket})
      .on('line', (line) => {
        resolve(JSON.parse(line) as RelayReply)
        socket.destroy()
      })
      .on('error', fail)
    socket.write(`${JSON.stringify(request)}\n`)
  })
}
