import type {Fact, Stated} from '../evidence/facts.ts'
import type {Claim} from './claim.ts'

/** What a process says of itself in one line. */
export interface OwnClaims {
  readonly kind?: 'redis' | 'sentinel'
  readonly claims: readonly Claim[]
  /** Of its address the host alone, where the line says no port. */
  readonly host?: string
  /** The address at which a client reached it: behind a proxy others know it by another one. */
  readonly reachedAt?: string
}

const nothing: OwnClaims = {claims: []}

/** What a line shows of the process that wrote it, or whose conf it stands in. */
export function ownClaimsOf(fact: Fact): OwnClaims {
  if (fact.kind === 'log') return ofLog(fact)
  if (fact.kind === 'directive') return ofDirective(fact)
  if (fact.kind === 'info') return ofInfo(fact)
  if (fact.kind === 'asked') return {kind: fact.of, claims: [certain('address', fact.address, fact)]}
  if (fact.kind === 'cluster-node' && fact.node.flags.includes('myself')) {
    const claims = [certain('id', fact.node.id, fact)]
    // Until others have told a node its address, it lists itself without one.
    if (/^[^:].*:[1-9]/.test(fact.node.address)) claims.push(certain('address', fact.node.address, fact))
    return {kind: 'redis', claims}
  }
  return nothing
}

function ofLog(fact: Extract<Fact, {readonly kind: 'log'}>): OwnClaims {
  const {message, letter} = fact
  const id = (/^Sentinel (?:ID|runid) is (\w{40})/.exec(message) ??
    /^(?:No cluster configuration found,|Node configuration loaded,|Node hard reset, now) I'm (\w{40})/.exec(
      message,
    ))?.[1]
  const version = /^(?:Redis|Valkey) version=([\d.]+)/.exec(message)?.[1]
  const port = /^Running mode=\w+, port=(\d+)/.exec(message)?.[1]
  const host = /^IP address for this node updated to (\S+)$/.exec(message)?.[1]
  // The client's line names the address that it reached, from 6.2 on (networking.c: catClientInfoString).
  const reached =
    /^(?:MASTER MODE|(?:REPLICA|SLAVE)OF \S+) enabled \(user request from '.*\bladdr=(\S+:\d+) /.exec(
      message,
    )?.[1]
  const claims: Claim[] = []
  if (id !== undefined) claims.push(certain('id', id, fact))
  if (version !== undefined) claims.push(certain('version', version, fact))
  if (port !== undefined && port !== '0') claims.push(certain('port', port, fact))
  const kind = kindOf(message, letter)
  return {
    claims,
    ...(kind && {kind}),
    ...(host !== undefined && {host}),
    ...(reached !== undefined && {reachedAt: reached}),
  }
}

function kindOf(message: string, letter: string | null): OwnClaims['kind'] {
  if (letter === 'X' || /^Sentinel (?:ID|runid) is /.test(message)) return 'sentinel'
  if (letter !== null) return 'redis'
  // Before 3.0 a line does not say who wrote it.
  return /^[+-](?:sdown|odown|monitor|sentinel|tilt|slave)/.test(message) ? 'sentinel' : undefined
}

function ofDirective(fact: Extract<Fact, {readonly kind: 'directive'}>): OwnClaims {
  const {name, words} = fact
  const [first = '', second] = words
  if (name === 'sentinel myid') return {kind: 'sentinel', claims: [certain('id', first, fact)]}
  const isSentinel = name.startsWith('sentinel ')
  const kind = isSentinel ? 'sentinel' : name === 'port' || name === 'loglevel' ? undefined : 'redis'
  const isOwnPort = name === 'port' || name === 'tls-port' || /announce-(?:tls-)?port$/.test(name)
  const claims = isOwnPort && second === undefined && first !== '0' ? [certain('port', first, fact)] : []
  const host = /announce-ip$/.test(name) ? first : name === 'bind' ? boundHost(words) : undefined
  // `bind` and `dir` stand in the conf of a sentinel, too.
  const isShared = ['bind', 'dir', 'logfile', 'pidfile', 'daemonize', 'protected-mode', 'user'].includes(name)
  return {claims, ...(kind && !isShared && {kind}), ...(host !== undefined && {host})}
}

/** The one address beside loopback that it is bound to. */
function boundHost(words: readonly string[]): string | undefined {
  const others = words
    .map((word) => word.replace(/^-/, ''))
    .filter((word) => !/^(?:127\.|0\.0\.0\.0$|::1?$|\*|localhost$|::\*)/.test(word))
  return others.length === 1 ? others[0] : undefined
}

function ofInfo(fact: Extract<Fact, {readonly kind: 'info'}>): OwnClaims {
  const {fields, stated} = fact
  const claims: Claim[] = []
  const note = (what: Claim['what'], name: string) => {
    const value = fields.get(name)
    if (value !== undefined) claims.push(certain(what, value, stated.get(name) ?? fact))
  }
  note('version', fields.has('valkey_version') ? 'valkey_version' : 'redis_version')
  note('port', 'tcp_port')
  const kind = [...fields.keys()].some((name) => /^master\d+$|^sentinel_/.test(name)) ? 'sentinel' : 'redis'
  return {kind, claims}
}

function certain(what: Claim['what'], value: string, by: Stated): Claim {
  return {what, value, certainty: 'certain', by: [by]}
}
