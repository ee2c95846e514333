import {closeSync, openSync, renameSync, rmSync, statSync} from 'node:fs'
import process from 'node:process'

/** What is done meanwhile takes milliseconds: a file that is older was left by a process that was killed. */
const leftAfterMs = 30_000

/**
 * Does something where no other process is at it just now, and nothing where one is, nor where the folder is gone.
 *
 * @param file stands there meanwhile
 * @returns whether it was done
 */
export async function ifFirst(file: string, action: () => Promise<void>): Promise<boolean> {
  removeIfLeft(file)
  if (!create(file)) return false
  try {
    await action()
    return true
  } finally {
    rmSync(file, {force: true})
  }
}

function create(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx', 0o600))
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST') || isCode(error, 'ENOENT')) return false
    throw error
  }
}

/** It is moved first: if another process was quicker, what was moved is its new one, and goes back. */
function removeIfLeft(file: string): void {
  if (!isOld(file)) return
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw error
  }
  if (isOld(aside)) rmSync(aside, {force: true})
  else renameSync(aside, file)
}

function isOld(file: string): boolean {
  const facts = statSync(file, {throwIfNoEntry: false})
  return facts !== undefined && Date.now() - facts.mtimeMs > leftAfterMs
}

function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code
}
