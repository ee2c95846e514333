import {realpath} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {runCommand} from '../host/run-command.ts'
import {namesIn} from './server-files.ts'

/** What a server can do that was decided when it was built or installed. */
export interface ServerExtras {
  /** Built with TLS; null where it did not say. */
  readonly tls: boolean | null
  /** The modules that were installed with it, by the names of their files. */
  readonly modules: readonly string[]
}

/** What a server can do beyond its version: see {@link ServerExtras}. */
export async function findExtras(
  file: string,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<ServerExtras> {
  const [tls, modules] = await Promise.all([speaksTls(file, {signal}), findModules(file)])
  return {tls, modules}
}

/**
 * Finds out by asking the server for a TLS port without a certificate. It does not start: one that was built with TLS has
 * no certificate, one that was built without has no TLS (server.c: initServer), and before 7.2 no such directive.
 *
 * @returns null where it did not say
 */
export async function speaksTls(
  file: string,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<boolean | null> {
  const said = await runCommand(file, ['--port', '0', '--tls-port', '1', '--save', ''], {
    timeoutMs: 5000,
    // A server that starts after all must write nothing here.
    cwd: os.tmpdir(),
    ownGroup: true,
    signal,
  })
  return hasTls(`${said.stdout}\n${said.stderr}`)
}

/** What the answer of a server to that question says. */
export function hasTls(said: string): boolean | null {
  if (/No tls-cert-file configured|Failed to configure TLS/.test(said)) return true
  return /Failed finding TLS support|Missing implement of connection type tls|bad directive/i.test(said)
    ? false
    : null
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
