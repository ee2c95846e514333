import {constants} from 'node:fs'
import {access, readFile, rm, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {takeLock} from '../state/lock.ts'

/** Transparent huge pages: for every program, for those that ask, for none. */
export const hugePageChoices = ['always', 'madvise', 'never'] as const
export type HugePages = (typeof hugePageChoices)[number]

const file = '/sys/kernel/mm/transparent_hugepage/enabled'
/** One setting for the whole machine, so one folder for it, which only root can write. */
const folder = '/run/redislab'
const before = path.join(folder, 'huge-pages.before')
const othersWithinMs = 120_000

/** Why the setting cannot be changed; undefined when it can. */
export async function whyNotHugePages(): Promise<string | undefined> {
  try {
    await access(file, constants.W_OK)
    return undefined
  } catch {
    return `it needs to write ${file}, and here that cannot be`
  }
}

/** The machine's setting, borrowed: nobody else of redislab changes it meanwhile, and in the end it is what it was. */
export interface BorrowedHugePages extends AsyncDisposable {
  readonly before: HugePages
  set(choice: HugePages): Promise<void>
}

/** @throws RedislabError DEPLOYMENT_BUSY when another redislab has borrowed it for too long */
export async function borrowHugePages(signal?: AbortSignal): Promise<BorrowedHugePages> {
  const lock = await takeLock(folder, 'huge-pages', {withinMs: othersWithinMs, signal})
  try {
    // A process that was killed while it held the lock could not restore the setting: what it wrote down counts.
    const left = await readFile(before, 'utf8').catch(() => '')
    const choice = hugePageChoices.find((one) => one === left) ?? (await readHugePages())
    await writeFile(before, choice, {mode: 0o600})
    return {
      before: choice,
      set: (next) => writeFile(file, next),
      [Symbol.asyncDispose]: async () => {
        await writeFile(file, choice)
        await rm(before, {force: true})
        await lock[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await lock[Symbol.asyncDispose]()
    throw error
  }
}

export async function readHugePages(): Promise<HugePages> {
  const text = await readFile(file, 'utf8')
  const choice = hugePageChoices.find((one) => text.includes(`[${one}]`))
  if (choice === undefined) throw new TypeError(`${file} says ${text.trim()}`)
  return choice
}
