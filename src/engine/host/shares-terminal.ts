import {readFileSync} from 'node:fs'
import process from 'node:process'

/**
 * Whether this process is in the foreground of a terminal. Then Ctrl-C reaches it and its children alike, each by
 * itself; elsewhere (CI, a pipe of a service) a signal reaches the one process that it was sent to.
 */
export function sharesTerminal(): boolean {
  if (process.platform !== 'linux') return process.stdin.isTTY === true
  // `pid (name) state ppid pgrp session tty_nr tpgid …`; the name may hold blanks and brackets (man 5 proc).
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return group === foreground
}
