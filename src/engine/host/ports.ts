import {once} from 'node:events'
import {readdir, readFile, readlink} from 'node:fs/promises'
import {type AddressInfo, connect, createServer} from 'node:net'
import process from 'node:process'
import {isError} from '../../core/errors/is-error.ts'
import {commandLineOf} from './process-table.ts'
import {runCommand} from './run-command.ts'

/** Whether a server could listen there now. Other failures than a taken port (no such address, no permission) are thrown. */
export async function isPortFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    )
    server.listen({host, port, exclusive: true}, () => server.close(() => resolve(true)))
  })
}

/** An address that does not answer within this time has nobody who listens, as far as anybody here can tell. */
const listensWithinMs = 1000

/** Whether somebody listens on a port of another host, as far as it can be seen from here. */
export async function isListenedOn(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({host, port, timeout: listensWithinMs})
    const end = (isListening: boolean) => {
      socket.destroy()
      resolve(isListening)
    }
    socket.once('connect', () => end(true))
    socket.once('timeout', () => end(false))
    socket.once('error', () => end(false))
  })
}

/** Whether a connection from this machine to an address of its own comes about: not while its interface is down. */
export async function isReachable(host: string): Promise<boolean> {
  const server = createServer((socket) => socket.destroy())
  try {
    await once(server.listen({host, port: 0, exclusive: true}), 'listening')
    const {port} = server.address() as AddressInfo
    const socket = connect({host, port})
    await once(socket, 'connect')
    socket.destroy()
    return true
  } catch (error) {
    if (isError(error) && unreachableCodes.has((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  } finally {
    server.close()
  }
}

/** What a connection to an address of this machine fails with when no interface that is up has it. */
export const unreachableCodes: ReadonlySet<string> = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'])

export interface PortOwner {
  readonly pid: number
  readonly command: string
}

/** Who listens on a port, as far as this user may see it. */
export async function findPortOwner(port: number): Promise<PortOwner | undefined> {
  const pid = process.platform === 'linux' ? await listenerInProc(port) : await listenerByLsof(port)
  if (pid === undefined) return undefined
  return {pid, command: (await commandLineOf(pid)) ?? 'unknown command'}
}

async function listenerInProc(port: number): Promise<number | undefined> {
  const inodes = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(ignoreUnreadable)
    for (const line of (text ?? '').split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/)
      const isListening = fields[3] === '0A'
      if (isListening && Number.parseInt(fields[1]?.split(':')[1] ?? '', 16) === port)
        inodes.add(`socket:[${fields[9]}]`)
    }
  }
  if (inodes.size === 0) return undefined
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const descriptors = (await readdir(`/proc/${pid}/fd`).catch(ignoreUnreadable)) ?? []
    const links = await Promise.all(
      descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(ignoreUnreadable)),
    )
    if (links.some((link) => link !== undefined && inodes.has(link))) return Number(pid)
  }
  return undefined
}

async function listenerByLsof(port: number): Promise<number | undefined> {
  const {stdout} = await runCommand('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'])
  const pid = Number.parseInt(stdout, 10)
  return Number.isInteger(pid) ? pid : undefined
}

/** Other people's processes may not be looked into, and processes end while one looks. */
function ignoreUnreadable(error: unknown): undefined {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return undefined
  throw error
}
