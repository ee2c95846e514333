// What processes take, as the kernel tells it.

import {readdirSync, readFileSync} from 'node:fs'
import process from 'node:process'

/**
 * What a process has in memory that nobody shares with it, in MiB; 0 when it has ended.
 *
 * @param {number} pid
 */
export function privateMib(pid) {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    const kib = [...rollup.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].reduce(
      (sum, [, own]) => sum + Number(own),
      0,
    )
    return kib / 1024
  } catch {
    return 0 // It ended between two looks.
  }
}

/**
 * The processes that have a state folder in their words or work below it, and are no servers: what is ours and stays.
 *
 * @param {string} home
 * @param {readonly number[]} servers
 */
export function othersOf(home, servers) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && !servers.includes(Number(name)) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(home)
      } catch {
        return false // It ended between two looks.
      }
    })
    .map(Number)
}
