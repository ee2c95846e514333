import type {Flavour, ReportedVersion} from './server-version.ts'

/** A server as a person names it: `valkey`, `7.0`, `redis-7.0`. */
export interface ServerName {
  readonly flavour: Flavour | undefined
  /** The first numbers of the version, or all. */
  readonly version: string | undefined
}

/** @returns undefined when the text is no such name */
export function parseServerName(text: string): ServerName | undefined {
  const match = /^(?:(redis|valkey|keydb)(?:-server)?)?(?:[-@ ]?v?(\d+(?:\.\d+)*))?$/i.exec(text.trim())
  if (match === null || match[0] === '') return undefined
  return {flavour: match[1]?.toLowerCase() as Flavour | undefined, version: match[2]}
}

/** What a name means among the servers that are here. */
export type Picked<Server> =
  | {readonly kind: 'one'; readonly server: Server}
  | {readonly kind: 'none'}
  | {readonly kind: 'several'; readonly servers: readonly Server[]}

/**
 * Picks the server that is meant. A flavour alone means the first of it, as the PATH means the first of a name; numbers
 * must leave no doubt which version they mean. Servers that redislab does not run are meant only when no other fits.
 */
export function pickServer<Server extends ReportedVersion & {readonly supported: boolean}>(
  {flavour, version}: ServerName,
  servers: readonly Server[],
): Picked<Server> {
  const fitting = servers.filter(
    (server) =>
      (flavour === undefined || server.flavour === flavour) &&
      (version === undefined || isVersion(server.version, version)),
  )
  const supported = fitting.filter((server) => server.supported)
  const [first, ...others] = supported.length > 0 ? supported : fitting
  if (first === undefined) return {kind: 'none'}
  const isSame = (other: Server) => other.flavour === first.flavour && other.version === first.version
  if (version === undefined || others.every(isSame)) return {kind: 'one', server: first}
  return {kind: 'several', servers: [first, ...others]}
}

/** Whether the numbers are the first ones of a version: 8 and 8.0 of `8.0-rc1`, and 9 not of `99.0`. */
function isVersion(version: string, numbers: string): boolean {
  return version.startsWith(numbers) && !/\d/.test(version.charAt(numbers.length))
}
