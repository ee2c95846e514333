import os from 'node:os'
import process from 'node:process'
import {findServers} from '../../dist/index.js'
import {round} from './statistics.js'

/** Where the figures come from. */
export async function describeMachine() {
  const [server] = await findServers()
  if (server === undefined) {
    process.stderr.write('There is no Redis server here: sh bin/bootstrap installs one.\n')
    process.exit(3)
  }
  return {
    cpus: os.cpus().length,
    cpu: os.cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    server: `${server.flavour} ${server.version}`,
    serverPath: server.path,
    loadAverage: round(os.loadavg()[0] ?? 0),
  }
}
