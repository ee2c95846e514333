import {createHash, randomBytes} from 'node:crypto'
import {constants} from 'node:fs'
import {lstat, open, readdir, realpath, rename, rm, stat, writeFile} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {hasErrorCode} from '../../core/errors/errors.ts'
import {makePrivateFolder} from '../files/make-folder.ts'
import {isOfFiles} from '../files/plain-file.ts'
import {takeLock} from './lock.ts'

/**
 * The register of state folders: which ones this user has on this machine, so that a deployment in one keeps off the
 * ports of those in another. A folder with a file a state folder, which holds its path. What a state folder owns is in
 * its records and nowhere else, so nothing has to be given back: docs/decisions/0005-ports.md.
 */
export function registerFolder(): string {
  const own = process.env['REDISLAB_REGISTER']
  if (own) return path.resolve(own)
  // Not os.tmpdir(): where TMPDIR differs from job to job they would not know of each other.
  const base = process.platform === 'win32' ? os.tmpdir() : '/tmp'
  return path.join(base, `redislab-${process.geteuid?.() ?? 'user'}`)
}

/** The path of a state folder is at most this long, and so is a file of the register. */
const longestPath = 4096

/**
 * Takes the lock of the register and enters a state folder: until it is disposed of, nobody else on this machine
 * chooses ports. Entries of state folders that are gone are removed.
 *
 * @returns undefined where there can be no register: its folder cannot be made, written or trusted
 */
export async function enterRegister(
  home: string,
  {
    signal,
    folder = registerFolder(),
  }: {readonly signal?: AbortSignal | undefined; readonly folder?: string} = {},
): Promise<AsyncDisposable | undefined> {
  try {
    ensurePrivateFolder(folder)
    if (!(await isOurs(folder))) return undefined
    const lock = await takeLock(folder, 'ports', {signal})
    try {
      await sweep(folder)
      await enter(folder, await realpath(home))
      return lock
    } catch (error) {
      await lock[Symbol.asyncDispose]()
      throw error
    }
  } catch (error) {
    // A full disk, a read-only one, a folder that may not be made: then each state folder knows of itself, as it does
    // where it is the only one.
    if (hasErrorCode(error, 'STATE_UNWRITABLE') || isOfFiles(error)) return undefined
    throw error
  }
}

/** All state folders of the register that are there, and the one that is asked for. */
export async function listHomes(home: string, folder = registerFolder()): Promise<readonly string[]> {
  if (!(await isOurs(folder))) return [home]
  const real = await realpath(home).catch(ignoreFiles)
  const others = (await readEntries(folder)).flatMap((entry) => entry.home ?? [])
  return [home, ...others.filter((other) => other !== real)]
}

/** Whether nobody else can write there: in a folder that all share, somebody else may have made it first. */
async function isOurs(folder: string): Promise<boolean> {
  const facts = await lstat(folder).catch(ignoreFiles)
  return facts?.isDirectory() === true && facts.uid === process.geteuid?.() && (facts.mode & 0o077) === 0
}

interface Entry {
  readonly file: string
  /** undefined for what is no entry, or one of a state folder that is gone. */
  readonly home: string | undefined
}

async function readEntries(folder: string): Promise<readonly Entry[]> {
  const names = (await readdir(folder).catch(ignoreFiles)) ?? []
  return Promise.all(
    names
      .filter((name) => !name.startsWith('.'))
      .map(async (name) => {
        const file = path.join(folder, name)
        return {file, home: await readEntry(file)}
      }),
  )
}

async function readEntry(file: string): Promise<string | undefined> {
  try {
    await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    if (!(await handle.stat()).isFile()) return undefined
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(longestPath), 0, longestPath, 0)
    const home = buffer.toString('utf8', 0, bytesRead)
    if (nameOf(home) !== path.basename(file)) return undefined
    return (await stat(home)).isDirectory() ? home : undefined
  } catch (error) {
    return ignoreFiles(error)
  }
}

async function sweep(folder: string): Promise<void> {
  for (const {file, home} of await readEntries(folder))
    if (home === undefined) await rm(file, {recursive: true, force: true})
}

async function enter(folder: string, home: string): Promise<void> {
  const file = path.join(folder, nameOf(home))
  if ((await readEntry(file)) === home) return
  // Whole or not at all: a name that begins with a dot is no entry.
  const draft = path.join(folder, `.${randomBytes(8).toString('hex')}`)
  try {
    await writeFile(draft, home, {mode: 0o600, flag: 'wx'})
    await rename(draft, file)
  } catch (error) {
    await rm(draft, {force: true})
    throw error
  }
}

function nameOf(home: string): string {
  return createHash('sha256').update(home).digest('hex').slice(0, 32)
}

function ignoreFiles(error: unknown): undefined {
  if (!isOfFiles(error)) throw error
}

function ensurePrivateFolder(folder: string): void {
  try {
    makePrivateFolder(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
