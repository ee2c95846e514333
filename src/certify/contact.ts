import {readdir, readFile, readlink} from 'node:fs/promises'

const listening = '0A'

/**
 * Whether a process has a TCP connection, or tries to open one. A program needs time until then, which is nobody's outage: on a
 * busy machine an interpreter may take seconds to load a library.
 *
 * @returns undefined where the system does not tell
 */
export async function hasConnected(pid: number): Promise<boolean | undefined> {
  const sockets = new Set<string>()
  try {
    for (const table of ['tcp', 'tcp6']) {
      // The columns are those of proc(5): the fourth is the state, the tenth the inode.
      for (const line of (await readFile(`/proc/${pid}/net/${table}`, 'utf8')).split('\n').slice(1)) {
        const fields = line.trim().split(/\s+/)
        if (fields[3] !== undefined && fields[3] !== listening) sockets.add(`socket:[${fields[9]}]`)
      }
    }
    for (const fd of await readdir(`/proc/${pid}/fd`)) {
      const link = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => undefined)
      if (link !== undefined && sockets.has(link)) return true
    }
    return false
  } catch {
    // It has ended, or there is no /proc here.
    return undefined
  }
}
