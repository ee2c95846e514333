import {chmod, mkdir, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {afterEach} from 'vitest'
import {findServers} from '../../src/engine/servers/find-servers.ts'
import type {TemporaryFolder} from './temporary-folder.ts'

/** What a server says of its version. */
export function says(title: string, version: string): string {
  return `${title} server v=${version} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1`
}

/** A program that says what a server would say of its version. */
export function install(
  folder: TemporaryFolder,
  name: string,
  words: string,
  mode?: number,
): Promise<string> {
  return installScript(folder, name, `echo '${words}'`, mode)
}

/** A program of some lines of shell. */
export async function installScript(
  folder: TemporaryFolder,
  name: string,
  lines: string,
  mode = 0o755,
): Promise<string> {
  const file = path.join(folder.path, name)
  await mkdir(path.dirname(file), {recursive: true})
  await writeFile(file, `#!/bin/sh\n${lines}\n`)
  await chmod(file, mode)
  return file
}

/** The servers in a folder, whatever else there is on this machine. */
export async function findIn(folder: TemporaryFolder) {
  const servers = await findServers()
  return servers
    .filter((server) => server.path.startsWith(folder.path))
    .map(({path: file, ...server}) => ({...server, file: path.relative(folder.path, file)}))
}

const variables = ['REDISLAB_SERVERS', 'REDISLAB_SERVER', 'PATH', 'HOME'] as const

/** Lets tests change where servers are looked for; each begins without `$REDISLAB_SERVER` and ends as it began. */
export function keepEnvironment(): void {
  const before = variables.map((name) => [name, process.env[name]] as const)
  delete process.env['REDISLAB_SERVER']
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined || name === 'REDISLAB_SERVER') delete process.env[name]
      else process.env[name] = value
    }
  })
}
