// A single node for a test suite, beside redis-memory-server with the same binary; that package is installed into the
// temporary folder of the bench, and left out with a word where that cannot be done.

import {spawnSync} from 'node:child_process'
import {createRequire} from 'node:module'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import process from 'node:process'
import {startDeployment} from '../../dist/index.js'

/** @type {Map<string, (new (options: object) => {getPort(): Promise<number>, stop(): Promise<boolean>}) | undefined>} */
const installed = new Map()

/** @param {{home: string, folder: string, machine: {serverPath: string}, signal: AbortSignal}} context */
export async function measure({home, folder, machine, signal}) {
  const ours = await time(
    () => startDeployment('1m', {home, name: 'one', signal}),
    (lab) => lab.close(),
  )
  const RedisMemoryServer = install(folder)
  if (RedisMemoryServer === undefined) return {'startDeployment 1m': ours}
  const theirs = await time(
    async () => {
      const server = new RedisMemoryServer({binary: {systemBinary: machine.serverPath}})
      await server.getPort()
      return server
    },
    (server) => server.stop(),
  )
  return {'startDeployment 1m': ours, 'redis-memory-server': theirs}
}

/**
 * @template T
 * @param {() => Promise<T>} start
 * @param {(started: T) => Promise<unknown>} stop
 */
async function time(start, stop) {
  const startedAt = performance.now()
  const started = await start()
  const ms = performance.now() - startedAt
  await stop(started)
  return ms
}

/** @param {string} folder */
function install(folder) {
  if (installed.has(folder)) return installed.get(folder)
  const env = {...process.env, REDISMS_DISABLE_POSTINSTALL: '1'}
  const args = [
    'install',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--prefix',
    folder,
    'redis-memory-server@0.17',
  ]
  const {status, stderr} = spawnSync('npm', args, {env, encoding: 'utf8', timeout: 120_000})
  if (status !== 0) {
    process.stderr.write(
      `redis-memory-server is left out: it cannot be installed here. ${stderr.split('\n')[0]}\n`,
    )
    installed.set(folder, undefined)
    return undefined
  }
  const {RedisMemoryServer} = createRequire(path.join(folder, 'package.json'))('redis-memory-server')
  installed.set(folder, RedisMemoryServer)
  return RedisMemoryServer
}
