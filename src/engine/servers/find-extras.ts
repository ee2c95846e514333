import {realpath} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {runCommand} from '../host/run-command.ts'
import type {ServerProgram} from '../host/run-server.ts'
import {imageExtras} from './images.ts'
import {hasTls, type ServerExtras} from './server-extras.ts'
import {namesIn} from './server-files.ts'

/** What a server can do beyond its version: see {@link ServerExtras}. */
export async function findExtras(
  server: ServerProgram,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<ServerExtras> {
  const {image} = server
  // Found out with its version, in the same container.
  if (image !== undefined) return await imageExtras(image, {signal})
  const [tls, modules] = await Promise.all([askForTls(server.path, signal), findModules(server.path)])
  return {tls, modules}
}

/**
 * Finds out by asking the server for a TLS port without a certificate. It does not start: one that was built with TLS has
 * no certificate, one that was built without has no TLS (server.c: initServer), and before 7.2 no such directive.
 *
 * @returns null where it did not say
 */
export async function speaksTls(
  {path: file, image}: ServerProgram,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<boolean | null> {
  return image === undefined ? await askForTls(file, signal) : (await imageExtras(image, {signal})).tls
}

async function askForTls(file: string, signal: AbortSignal | undefined): Promise<boolean | null> {
  const said = await runCommand(file, ['--port', '0', '--tls-port', '1', '--save', ''], {
    timeoutMs: 5000,
    // A server that starts after all must write nothing here.
    cwd: os.tmpdir(),
    ownGroup: true,
    signal,
  })
  return hasTls(`${said.stdout}\n${said.stderr}`)
}

/** Where packages and `make install` put modules, seen from the folder of the server; Redis Stack puts them into `lib`. */
async function findModules(file: string): Promise<readonly string[]> {
  const prefix = path.dirname(path.dirname(await realpath(file)))
  const own = /^(redis|valkey)/.test(path.basename(prefix)) ? ['lib'] : []
  const folders = ['lib/redis/modules', 'lib/valkey/modules', ...own]
  const found = await Promise.all(folders.map((folder) => namesIn(path.join(prefix, folder))))
  return found
    .flat()
    .filter((name) => name.endsWith('.so'))
    .map((name) => path.basename(name, '.so'))
    .toSorted()
}
