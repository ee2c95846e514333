// Whole processes, as a person at a terminal waits for them.

import {spawnSync} from 'node:child_process'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import process from 'node:process'

export const program = path.resolve(import.meta.dirname, '../../bin/run.js')

/**
 * @param {readonly string[]} args of node
 * @param {NodeJS.ProcessEnv} [env]
 */
export function timeNode(args, env = process.env) {
  const startedAt = performance.now()
  const {status, stdout, stderr} = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env,
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ms = performance.now() - startedAt
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}${stdout}`)
  return {ms, stdout}
}

/**
 * @param {string} home
 * @param {readonly string[]} args of redislab
 */
export function timeCommand(home, ...args) {
  return timeNode([program, ...args], {...process.env, REDISLAB_HOME: home})
}
