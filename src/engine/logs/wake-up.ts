import {type FSWatcher, watch} from 'node:fs'
import {stat} from 'node:fs/promises'
import {dirname} from 'node:path'
import {onAbort} from '../time/on-abort.ts'

/** How long a change can go unnoticed when the operating system tells of it, and when it does not. */
const pollMs = {watched: 250, unwatched: 25} as const

/** Tells when one of some files may have changed: by watching their folders, and by the clock as a safety net. */
export class WakeUp implements Disposable {
  readonly #watchers = new Map<string, {readonly watcher: FSWatcher; readonly identity: string}>()
  readonly #folders: readonly string[]
  readonly #signal: AbortSignal
  readonly #listening: Disposable
  #isDue = true
  #wake: () => void = () => undefined

  constructor(paths: readonly string[], signal: AbortSignal) {
    this.#folders = [...new Set(paths.map((path) => dirname(path)))]
    this.#signal = signal
    this.#listening = onAbort(signal, this.#onChange)
  }

  /** Resolves at once if something changed since the last time, else when it does, when it is time to look, or on abort. */
  async wait(): Promise<void> {
    if (!this.#isDue) await this.#watchFolders()
    const isWatched = this.#watchers.size === this.#folders.length
    if (!this.#isDue && !this.#signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, isWatched ? pollMs.watched : pollMs.unwatched)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#isDue = false
  }

  [Symbol.dispose](): void {
    this.#listening[Symbol.dispose]()
    for (const {watcher} of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  /** Folders come and go with their deployment. A new one under the same path was born at another time. */
  async #watchFolders(): Promise<void> {
    await Promise.all(
      this.#folders.map(async (folder) => {
        const identity = await stat(folder).then(
          ({ino, birthtimeMs}) => `${ino} ${birthtimeMs}`,
          () => undefined,
        )
        const watched = this.#watchers.get(folder)
        if (watched?.identity === identity) return
        watched?.watcher.close()
        this.#watchers.delete(folder)
        if (identity === undefined) return
        const watcher = tryToWatch(folder, this.#onChange)
        if (watcher === undefined) return
        this.#watchers.set(folder, {watcher, identity})
        // Something may have been written before the watch began.
        this.#isDue = true
      }),
    )
  }

  readonly #onChange = (): void => {
    this.#isDue = true
    this.#wake()
  }
}

/** Watching is a help, not a need: there may be too many watches on this machine, or none on its file system. */
function tryToWatch(folder: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, {persistent: true}, onChange)
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return undefined
  }
}
