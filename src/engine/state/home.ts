import {constants, statSync} from 'node:fs'
import {access, rm, stat} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import {isError} from '../../core/errors/is-error.ts'
import {makeFolder} from '../files/make-folder.ts'
import {isDiskFull, whyNot} from '../files/plain-file.ts'

/**
 * The state folder, where every deployment has a folder of its own: `$REDISLAB_HOME`, else `$XDG_STATE_HOME/redislab`,
 * else `~/.local/state/redislab`; root leaves out what is another user's. Always absolute.
 */
export function resolveHome(): string {
  const {REDISLAB_HOME: own, XDG_STATE_HOME: xdg} = process.env
  if (own) return checkHome(own)
  // The XDG specification: a relative path here is invalid and is to be ignored.
  const base =
    xdg && path.isAbsolute(xdg) && !isForeign(xdg) ? xdg : path.join(userFolder(), '.local', 'state')
  return path.join(base, 'redislab')
}

/**
 * The user's own folder: `$HOME`, and where that is empty, relative or, for root, another user's, the one that the system
 * has for this user. sudo may leave $HOME as that of the user who typed it: what root makes there, that user could not read.
 *
 * @throws RedislabError OPTION_INVALID when there is none
 */
export function userFolder(): string {
  const said = os.homedir()
  if (path.isAbsolute(said) && !isForeign(said)) return said
  try {
    const {homedir} = os.userInfo()
    if (path.isAbsolute(homedir)) return homedir
  } catch (error) {
    // The system knows no such user: ENOENT, in a container above all.
    if (!isError(error)) throw error
  }
  throw new RedislabError('OPTION_INVALID', `HOME is "${said}", which is not an absolute path.`, {
    suggestions: ['Set HOME, or point REDISLAB_HOME at a folder for the state of redislab.'],
  })
}

/** For root: whether a folder is another user's. */
function isForeign(folder: string): boolean {
  if (process.geteuid?.() !== 0) return false
  const uid = statSync(folder, {throwIfNoEntry: false})?.uid
  return uid !== undefined && uid !== 0
}

/**
 * A state folder as it was given, absolute.
 *
 * @throws RedislabError OPTION_INVALID when it could not stand in a conf file or in a line of output
 */
export function checkHome(folder: string, source = 'REDISLAB_HOME'): string {
  if (!/[\x00-\x1f\x7f]/.test(folder)) return path.resolve(folder)
  throw new RedislabError('OPTION_INVALID', `${source} holds a line break or another control character.`, {
    suggestions: [`Point ${source} at a folder whose name is plain text.`],
  })
}

/**
 * Makes the state folder (mode 0700) where it is missing, and checks that it can be written.
 *
 * @throws RedislabError STATE_UNWRITABLE
 */
export async function ensureHome(home: string): Promise<void> {
  try {
    makeFolder(home)
    if (!(await stat(home)).isDirectory())
      throw Object.assign(new Error('not a directory'), {code: 'ENOTDIR'})
    await access(home, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw unwritable(home, error)
  }
}

export function unwritable(place: string, cause: unknown): RedislabError {
  const {code} = cause as NodeJS.ErrnoException
  const reason = code === 'ENOTDIR' || code === 'EEXIST' ? 'it is not a folder' : whyNot(cause)
  return new RedislabError('STATE_UNWRITABLE', `The state folder ${place} cannot be written: ${reason}.`, {
    suggestions: isDiskFull(cause)
      ? ['Make room there. redislab down needs none: it ends a deployment and removes its files.']
      : ['Point REDISLAB_HOME at a folder that you can write.'],
    details: {path: place},
    cause,
  })
}

/** Whether something of the state folder was not written since the disk is full. */
export function isForFullDisk(error: unknown): boolean {
  return hasErrorCode(error, 'STATE_UNWRITABLE') && isDiskFull(error.cause)
}

/** Removes a run directory. A server that is just ending may still write, so a folder that fills again is tried again. */
export async function removeDirectory(directory: string): Promise<void> {
  try {
    await rm(directory, {recursive: true, force: true, maxRetries: 5, retryDelay: 20})
  } catch (error) {
    throw unwritable(directory, error)
  }
}
