import type {LogFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import {findConfs, lastOf, wordOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import {endOf, inStep} from '../over.ts'
import type {Rule} from '../rule.ts'

/** Servers listen with TLS alone, and a sentinel, a replica or a node speaks without. */
export const tlsPortOnly: Rule = {
  id: 'tls-port-only',
  needs: 'confs with tls-port',
  source:
    'redis.io, TLS: "tls-replication yes is needed for sentinels, too"; sentinel.c: instanceLinkNegotiateTLS',
  isExaminable: (evidence) => evidence.directives('tls-port').length > 0,
  examine(evidence) {
    const confs = findConfs(evidence)
    const only = confs.filter(
      (conf) => Number(wordOf(conf, 'tls-port') ?? 0) > 0 && wordOf(conf, 'port') === '0',
    )
    const servers = only.filter(({isSentinel}) => !isSentinel)
    if (servers.length === 0) return []
    const isTls = (option: string) => (conf: (typeof confs)[number]) => wordOf(conf, option) === 'yes'
    const sentinels = confs.filter(
      (conf) => conf.isSentinel && conf.isWhole && !isTls('tls-replication')(conf),
    )
    const replicas = servers.filter((conf) => !isTls('tls-replication')(conf))
    const nodes = servers.filter(
      (conf) => wordOf(conf, 'cluster-enabled') === 'yes' && !isTls('tls-cluster')(conf),
    )
    const ports = servers
      .flatMap((conf) => [lastOf(conf, 'tls-port'), lastOf(conf, 'port')])
      .filter((it) => it !== undefined)
    const findings: Diagnosis[] = []
    if (sentinels.length > 0) {
      findings.push({
        severity: 'cause',
        certainty: 'certain',
        title: `${joinNames(sentinels.map(({name}) => name))} speak${sentinels.length === 1 ? 's' : ''} without TLS to servers that listen with TLS alone.`,
        why: 'port 0 leaves only tls-port. A sentinel connects with TLS only when its own conf says tls-replication yes, so it counts master and replicas as down.',
        evidence: [
          ...ports,
          ...sentinels.flatMap(({directives}) => directives.filter(({name}) => name === 'sentinel monitor')),
        ],
        fix: [
          'In every sentinel.conf: tls-replication yes, with tls-cert-file, tls-key-file and tls-ca-cert-file; then restart it.',
        ],
      })
    }
    if (replicas.length > 0 || nodes.length > 0) {
      const which = nodes.length > 0 ? 'tls-cluster' : 'tls-replication'
      const who = nodes.length > 0 ? nodes : replicas
      // A replica that asks a TLS port in plain text has the connection closed, or no answer that it understands.
      const names = new Set(who.map(({name}) => name))
      const broken = evidence.logs
        .filter(({name}) => names.has(name))
        .flatMap(({lines}) =>
          lines.filter((line) => isBroken(line) && endOf([line], lines, reached) === undefined),
        )
      findings.push({
        severity: broken.length > 0 && nodes.length === 0 ? 'cause' : 'risk',
        certainty: 'certain',
        title: `${joinNames(who.map(({name}) => name))} ${who.length === 1 ? 'has' : 'have'} no ${which} yes, and others listen with TLS alone.`,
        why: `Without it, connections to other servers are plain, and a server with port 0 accepts none of those.`,
        evidence: [...ports, ...broken],
        fix: [`In every redis.conf: ${which} yes.`],
      })
    }
    return findings
  },
}

const reached = ['master-answered-ping', ...inStep]

function isBroken({message}: LogFact): boolean {
  return /^Error reply to PING from (?:master|primary): '-Reading from (?:master|primary)|^Failed to read response from the server/i.test(
    message,
  )
}
