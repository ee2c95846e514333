// What processes take, as the kernel tells it.

import {readdirSync, readFileSync, readlinkSync} from 'node:fs'
import process from 'node:process'

/**
 * What a process has in memory, shared or not, in MiB.
 *
 * @param {number} pid
 */
export function residentMib(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024
}

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
 * The processes that name a state folder or work in it, and are no servers: what is ours and stays.
 *
 * @param {string} home
 * @param {readonly number[]} servers
 */
export function othersOf(home, servers) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => !servers.includes(pid) && pid !== process.pid && isOf(home, pid))
}

/** @param {string} home @param {number} pid */
function isOf(home, pid) {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return words.includes(home) || readlinkSync(`/proc/${pid}/cwd`).startsWith(home)
  } catch {
    return false // It ended between two looks, or is none of our business.
  }
}
