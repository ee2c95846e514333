import {readdir, stat} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {userFolder} from '../state/home.ts'

/**
 * Where package managers and version managers put servers that are often not on the PATH; `*` is a name that begins like
 * that of a server.
 */
const usualFolders = [
  '/usr/bin',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/sbin',
  '~/.local/bin',
  // Homebrew, also its versions that are not linked: redis@6.2.
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/*/bin',
  '/usr/local/opt/*/bin',
  '/home/linuxbrew/.linuxbrew/bin',
  '/home/linuxbrew/.linuxbrew/opt/*/bin',
  // By hand, Redis Stack, MacPorts.
  '/opt/*',
  '/opt/*/bin',
  '/opt/*/src',
  '/opt/local/bin',
  '/usr/local/*/bin',
  '/usr/lib/*',
  '/usr/lib/*/bin',
  '/snap/bin',
  // Version managers, a folder a version.
  '~/.asdf/installs/*/#/bin',
  '~/.local/share/mise/installs/*/#/bin',
  '~/.nix-profile/bin',
  '/run/current-system/sw/bin',
]

const families = /^(?:redis|valkey|keydb)/i
/** `redis-server`, and `redis-server-6.2`, as people name it who have several. */
const fileNames = /^(?:redis|valkey|keydb)-server(?:[-@_]?v?\d[\w.+-]*)?$/
const plainNames = ['redis-server', 'valkey-server', 'keydb-server']

/** A file that may be a server, and whether it was named by a person: then it is said what is wrong with it. */
export interface ServerFile {
  readonly path: string
  readonly isNamed: boolean
}

/** Files that may be servers, in the order of preference: `$REDISLAB_SERVERS`, the PATH, the usual folders. */
export async function* listServerFiles(): AsyncGenerator<ServerFile> {
  for (const named of listed(process.env['REDISLAB_SERVERS'])) {
    const files = await serversIn(named)
    if (files.length === 0) yield {path: named, isNamed: true}
    for (const file of files) yield {path: file, isNamed: true}
  }
  for (const folder of listed(process.env['PATH'])) {
    for (const file of await serversIn(folder)) yield {path: file, isNamed: false}
  }
  for (const pattern of usualFolders) {
    for (const folder of await expand(pattern)) {
      for (const file of await serversIn(folder)) yield {path: file, isNamed: false}
    }
  }
}

function listed(variable = ''): readonly string[] {
  return variable
    .split(path.delimiter)
    .filter(Boolean)
    .map((each) => path.resolve(each))
}

/** The files in a folder that are named like a server, plain names first. */
async function serversIn(folder: string): Promise<readonly string[]> {
  const names = (await namesIn(folder)).filter((name) => fileNames.test(name))
  return names
    .toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en', {numeric: true}))
    .map((name) => path.join(folder, name))
}

function rank(name: string): number {
  const index = plainNames.indexOf(name)
  return index < 0 ? plainNames.length : index
}

/** The folders that a pattern stands for: `*` is a name like that of a server, `#` any name. */
async function expand(pattern: string): Promise<readonly string[]> {
  let folders: readonly string[] = [pattern.startsWith('~') ? userFolder() : '/']
  for (const part of pattern.split('/').slice(1)) {
    const next = folders.map(async (folder) => {
      if (part !== '*' && part !== '#') return [path.join(folder, part)]
      const names = (await namesIn(folder)).filter((name) => part === '#' || families.test(name))
      return names.toSorted().map((name) => path.join(folder, name))
    })
    folders = (await Promise.all(next)).flat()
  }
  return folders
}

/** The names in a folder; none when it cannot be looked into. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch {
    return [] // Not there, no folder, or not for us: nothing can be found in it.
  }
}

/** Whether two paths lead to one file: by links, or because it has two names. */
export async function fileIdentity(file: string): Promise<string> {
  const {dev, ino} = await stat(file)
  return `${dev}:${ino}`
}
