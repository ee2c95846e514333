import {type ChildProcess, type SpawnOptions, spawn} from 'node:child_process'
import process from 'node:process'
import {isMainThread} from 'node:worker_threads'

let isOwnProcess = false

/**
 * Says that this process is redislab and nothing else, as on the command line: in a program of somebody else's the umask is
 * not ours to change, not for a moment, since other threads may be making files.
 */
export function ownProcess(): void {
  isOwnProcess = isMainThread
}

/**
 * Starts a program whose files are for their owner alone. Redis rewrites files with a mode of its own, from which it only
 * takes the umask away (config.c: rewriteConfigOverwriteFile). Where the umask is not ours to change, a shell does it and
 * becomes the program, which takes 2 ms.
 */
export function spawnPrivate(file: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  if (!isOwnProcess) return spawn('/bin/sh', ['-c', 'umask 077 && exec "$@"', 'sh', file, ...args], options)
  const before = process.umask(0o077)
  try {
    return spawn(file, args, options)
  } finally {
    process.umask(before)
  }
}
