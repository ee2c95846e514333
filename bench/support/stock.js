import {readdir, stat} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {residentMib} from './memory.js'

/** What a deployment and this process have taken so far: memory in MiB, files, bytes on disk, descriptors. */
export async function takeStock(lab) {
  const {instances, directory} = await lab.status()
  const names = await readdir(directory, {recursive: true, withFileTypes: true})
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const sizes = await Promise.all(files.map(async (file) => [file, (await stat(file)).size]))
  const sum = (wanted) => sizes.filter(([file]) => wanted(file)).reduce((total, [, size]) => total + size, 0)
  const pids = instances.flatMap(({pid}) => (pid === null ? [] : [pid]))
  const servers = pids.map(residentMib)
  return {
    ownMib: Math.round(process.memoryUsage().rss / 2 ** 20),
    ownDescriptors: (await readdir('/proc/self/fd')).length,
    serversMib: Math.round(servers.reduce((total, mib) => total + mib, 0)),
    files: files.length,
    logBytes: sum((file) => file.endsWith('.log')),
    otherBytes: sum((file) => !file.endsWith('.log')),
  }
}
