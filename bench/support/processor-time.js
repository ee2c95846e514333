// What whole processes take of the processor, whatever else it does: user and system time.

import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import process from 'node:process'
import {program} from './processes.js'

/** Linux counts in hundredths of a second, so that several runs are needed for one figure. */
const runs = 8
const msPerTick = 10

/**
 * Milliseconds of the processor for one process, the mean of some. Processes that outlive theirs, as servers do, do not count.
 *
 * @param {readonly string[]} args of node
 * @param {{env?: NodeJS.ProcessEnv, between?: () => void}} [options] what to do after each run, uncounted
 * @returns {number | undefined} undefined where there is no /proc
 */
export function processorTime(args, {env = process.env, between} = {}) {
  let ticks = 0
  for (let run = 0; run < runs; run += 1) {
    const before = ticksOfChildren()
    if (before === undefined) return undefined
    const {status, stderr} = spawnSync(process.execPath, args, {env, encoding: 'utf8'})
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`)
    ticks += (ticksOfChildren() ?? before) - before
    between?.()
  }
  return (ticks * msPerTick) / runs
}

/**
 * @param {string} home
 * @param {readonly string[]} words of redislab
 * @param {() => void} [between]
 */
export function processorTimeOf(home, words, between) {
  return processorTime([program, ...words], {env: {...process.env, REDISLAB_HOME: home}, between})
}

/** proc(5): fields 16 and 17, of children that have ended and were waited for. */
function ticksOfChildren() {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(fields[13]) + Number(fields[14])
  } catch {
    return undefined
  }
}
