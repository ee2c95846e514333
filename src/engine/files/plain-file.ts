import {isUtf8} from 'node:buffer'
import {constants} from 'node:fs'
import {access, type FileHandle, lstat, open} from 'node:fs/promises'
import path from 'node:path'
import {isError} from '../../core/errors/is-error.ts'
import {messageOf} from '../../core/errors/message-of.ts'

/** More than anything that a person writes, or that stands in a state folder. */
const mostBytes = 64_000_000

export interface ReadPlainOptions {
  /** Whether a symbolic link is read as what it leads to. @default false */
  readonly followsLinks?: boolean
  /** Whether bytes that are not UTF-8 are refused, not replaced. @default false */
  readonly isStrict?: boolean
  /** @default 64 million */
  readonly mostBytes?: number
}

/**
 * Reads a file that may be anything: of a pipe or a device, reading might never end; what stands in place of a file of
 * ours need not be ours.
 *
 * @throws an error of Node's with a code, for `whyNot`
 */
export async function readPlainFile(
  file: string,
  {followsLinks = false, isStrict = false, mostBytes: most = mostBytes}: ReadPlainOptions = {},
): Promise<string> {
  // Without O_NONBLOCK, opening a FIFO would wait for somebody to write.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (followsLinks ? 0 : constants.O_NOFOLLOW)
  await using handle = await open(file, flags)
  const {size} = await checkPlain(handle)
  if (size > most) throw coded('ETOOLARGE')
  return isStrict ? decode(await handle.readFile()) : await handle.readFile('utf8')
}

function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw coded('ENOTUTF8')
  return bytes.toString('utf8')
}

/** Where a shell has the outputs of this process: links by nature. */
const ofProcesses = /^\/(dev|proc)\//

export interface WritePlainOptions {
  /** Whether nobody but the user may read it. @default false */
  readonly isSecret?: boolean
}

/**
 * Writes a file that was named by a person, in place of what it held. Links are not followed: in a folder that others can
 * write, a name that is known beforehand may be a link to a file of ours.
 *
 * @throws an error of Node's with a code, for `whyNot`
 */
export async function writePlainFile(
  file: string,
  text: string | Uint8Array,
  {isSecret = false}: WritePlainOptions = {},
): Promise<void> {
  const {O_WRONLY, O_CREAT, O_NOFOLLOW, O_NONBLOCK} = constants
  const isOutput = ofProcesses.test(path.resolve(file))
  const flags = O_WRONLY | O_CREAT | (isOutput ? 0 : O_NOFOLLOW | O_NONBLOCK)
  await using handle = await open(file, flags, isSecret ? 0o600 : 0o666)
  if (!isOutput) {
    await checkPlain(handle)
    // It may have been there before.
    if (isSecret) await handle.chmod(0o600)
    await handle.truncate()
  }
  await handle.writeFile(text)
}

/**
 * Finds out beforehand whether `writePlainFile` could write a file, as far as that can be told without touching it.
 *
 * @throws an error of Node's with a code, for `whyNot`
 */
export async function checkWritable(file: string): Promise<void> {
  const known = await lstat(file).catch(ignoreMissing)
  if (known?.isDirectory() === true) throw coded('EISDIR')
  await access(known === undefined ? path.dirname(path.resolve(file)) : file, constants.W_OK)
  if (known?.isSymbolicLink() === true && !ofProcesses.test(path.resolve(file))) throw coded('ELOOP')
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

async function checkPlain(handle: FileHandle) {
  const facts = await handle.stat()
  if (facts.isDirectory()) throw coded('EISDIR')
  if (!facts.isFile()) throw coded('ENOTFILE')
  return facts
}

function coded(code: string): Error {
  return Object.assign(new Error(code), {code})
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'it is not in a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'a file may not become that large here (ulimit -f)',
  EMFILE: 'this process may not open more files (ulimit -n)',
  ENFILE: 'this machine may not open more files',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a symbolic link, and none is followed here',
  ENOTFILE: 'it is not a regular file',
  // A FIFO that nobody reads, a socket.
  ENXIO: 'it is not a regular file',
  ETOOLARGE: 'it is too large',
  ENOTUTF8: 'it is not text in UTF-8',
  ENAMETOOLONG: 'its name is too long',
}

/** Why a file could not be read or written, as the end of a sentence. */
export function whyNot(error: unknown): string {
  const {code = ''} = error as NodeJS.ErrnoException
  return reasons[code] ?? messageOf(error)
}

/** Whether something could not be written for want of space, or of inodes. */
export function isDiskFull(error: unknown): boolean {
  const code = isError(error) ? (error as NodeJS.ErrnoException).code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT'
}

/** Whether the operating system said this of a file, not a program of ours. */
export function isOfFiles(error: unknown): error is NodeJS.ErrnoException {
  return isError(error) && typeof (error as NodeJS.ErrnoException).syscall === 'string'
}
