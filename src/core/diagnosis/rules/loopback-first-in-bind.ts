import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** The first address of bind is loopback: outgoing connections to other machines cannot leave. */
export const loopbackFirstInBind: Rule = {
  id: 'loopback-first-in-bind',
  needs: 'redis.conf with bind',
  source:
    'cluster.c: clusterCron and replication.c: connectWithMaster bind to the first address (NET_FIRST_BIND_ADDR), up to 6.2 and where bind-source-addr says so',
  isExaminable: (evidence) => evidence.directives('bind').length > 0,
  examine(evidence) {
    const binds = evidence.directives('bind').filter(({words}) => {
      const [first = '', ...rest] = words.map((word) => word.replace(/^-/, ''))
      return (
        isLoopback(first) &&
        rest.some((word) => !isLoopback(word) && word !== '*' && word !== '0.0.0.0' && word !== '::*')
      )
    })
    if (binds.length === 0) return []
    const streams = new Set(binds.map(({stream}) => stream))
    const cluster = evidence
      .directives('cluster-enabled')
      .filter(({stream, words}) => streams.has(stream) && words[0] === 'yes')
    const follows = evidence.directives('replicaof', 'slaveof').filter(({stream}) => streams.has(stream))
    const waits = evidence.facts('answer').filter(({text}) => /^Waiting for the cluster to join/.test(text))
    const isCause = cluster.length > 0 && waits.length > 0
    const finding: Diagnosis = {
      severity: isCause ? 'cause' : 'risk',
      certainty: isCause ? 'certain' : 'likely',
      title: `bind lists ${binds[0]?.words[0]} first${binds.length > 1 ? ` in ${binds.length} confs` : ''}, and the first address is the source of ${cluster.length > 0 ? 'outgoing cluster bus connections' : 'outgoing connections'}.`,
      why:
        `A connection from ${binds[0]?.words[0]} cannot leave the machine, so ${cluster.length > 0 ? 'nodes on different machines never meet' : 'a replica does not reach a master on another machine'}, although every port is open. ` +
        `${waits.length > 0 ? 'That is why creating the cluster waits for ever. ' : ''}(Redis 7.0 and later leave the source to the system unless bind-source-addr is set.)`,
      evidence: [...binds, ...cluster, ...follows, ...waits],
      fix: [
        `Swap the order, on every node: bind ${[...(binds[0]?.words ?? [])].reverse().join(' ')}, then restart it.`,
      ],
      collect: isCause
        ? []
        : [
            'redis-cli INFO server   (redis_version)',
            'ss -tn | grep 6379   (the source addresses of established connections)',
          ],
    }
    return [finding]
  },
}

function isLoopback(address: string): boolean {
  return /^127\.|^::1$|^localhost$/.test(address)
}
