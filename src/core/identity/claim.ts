import type {Stated} from '../evidence/facts.ts'

/** Something that the evidence says of one instance, and the lines that show it. */
export interface Claim {
  readonly what: 'address' | 'id' | 'version' | 'port'
  readonly value: string
  /** `likely` where nothing else fits, but no line says it outright. */
  readonly certainty: 'certain' | 'likely'
  /** How the lines show it, where they do not say it themselves. */
  readonly why?: string
  readonly by: readonly Stated[]
}

/** `host:port`, with IPv6 addresses in brackets. */
export function addressOf(host: string, port: string | number): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`
}

/** The two parts of `host:port`; undefined where a text is no address that can be reached. */
export function partsOf(address: string): {readonly host: string; readonly port: number} | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/i.exec(address)
  const port = Number(match?.[3])
  const host = match?.[1] ?? match?.[2]
  return host === undefined || port < 1 || port > 65_535 ? undefined : {host, port}
}
