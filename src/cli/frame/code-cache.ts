import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import v8 from 'node:v8'
import type vm from 'node:vm'

/** Compiled code of other builds and other versions of Node is kept for this many of them. */
const keptBuilds = 4

/**
 * The compiled code of one build of redislab for this version of Node, in `$XDG_CACHE_HOME/redislab` or `~/.cache/redislab`. What V8
 * reads there it runs, so the folder must be the user's own, and closed to others.
 *
 * @returns undefined where there can be none: another user's home, a read-only or full disk, or NODE_DISABLE_COMPILE_CACHE is set
 */
export function openCodeCache(buildId: string): CodeCache | undefined {
  if (process.env['NODE_DISABLE_COMPILE_CACHE']) return undefined
  const {XDG_CACHE_HOME: xdg} = process.env
  // The XDG specification: a relative path here is invalid and must be ignored.
  const base = xdg && path.isAbsolute(xdg) ? xdg : path.join(os.homedir(), '.cache')
  if (!path.isAbsolute(base)) return undefined
  const all = path.join(base, 'redislab')
  // V8 takes compiled code only of its own version, with its own flags.
  const folder = path.join(all, `${buildId}-${process.arch}-${v8.cachedDataVersionTag().toString(16)}`)
  try {
    for (const each of [base, all]) ensureOwnFolder(each)
    if (ensureOwnFolder(folder) === 'made') removeOldBuilds(all)
    return new CodeCache(folder)
  } catch {
    return undefined
  }
}

export class CodeCache {
  readonly #folder: string
  readonly #scripts = new Map<string, vm.Script>()

  constructor(folder: string) {
    this.#folder = folder
  }

  read(name: string): Buffer | undefined {
    try {
      return readFileSync(this.#fileOf(name))
    } catch {
      return undefined
    }
  }

  /** A script whose compiled code is kept when the process ends: by then V8 has compiled the functions that were used. */
  add(name: string, script: vm.Script): void {
    this.#scripts.set(name, script)
  }

  /** A command does not fail because its code cannot be kept. */
  write(): void {
    try {
      for (const [name, script] of this.#scripts) {
        const file = this.#fileOf(name)
        const unfinished = `${file}.${process.pid}`
        writeFileSync(unfinished, script.createCachedData(), {mode: 0o600})
        renameSync(unfinished, file)
      }
    } catch {
      // Full, or removed meanwhile.
    }
  }

  #fileOf(name: string): string {
    return path.join(this.#folder, name.replaceAll('/', '-'))
  }
}

/** @throws Error where the folder is somebody else's, or others can write into it, or it cannot be made */
function ensureOwnFolder(folder: string): 'made' | 'found' {
  const found = lstatSync(folder, {throwIfNoEntry: false})
  if (found !== undefined) {
    if (!found.isDirectory() || !isOwn(found)) throw new Error(`${folder} is not ours`)
    return 'found'
  }
  // Root, with the home of a user, must leave nothing there that the user cannot change.
  if (!isOwn(statSync(path.dirname(folder)))) throw new Error(`${path.dirname(folder)} is not ours`)
  mkdirSync(folder, {mode: 0o700})
  return 'made'
}

function isOwn({uid, mode}: {readonly uid: number; readonly mode: number}): boolean {
  return uid === process.geteuid?.() && (mode & 0o022) === 0
}

function removeOldBuilds(all: string): void {
  const builds = readdirSync(all).map((name) => path.join(all, name))
  const newestFirst = builds
    .map((folder) => ({folder, at: lstatSync(folder).mtimeMs}))
    .sort((a, b) => b.at - a.at)
  for (const {folder} of newestFirst.slice(keptBuilds)) rmSync(folder, {recursive: true, force: true})
}
