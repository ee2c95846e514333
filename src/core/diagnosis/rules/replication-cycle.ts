import type {Stated} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import {type Case, field} from '../case.ts'
import {findConfs, lastOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

interface Follows {
  readonly name: string
  /** `host:port` */
  readonly master: string
  readonly stated: Stated
}

/** Nodes replicate from each other in a circle: there is no master. */
export const replicationCycle: Rule = {
  id: 'replication-cycle',
  needs: 'two replicas, and which address each has',
  source: 'replication.c: replicaofCommand does not look whom its new master follows',
  isExaminable: (evidence) => whoFollows(evidence).length > 1,
  examine(evidence) {
    const follows = whoFollows(evidence)
    const addresses = addressesOf(evidence)
    const seen = new Set<string>()
    return follows.flatMap((start): readonly Diagnosis[] => {
      const way: Follows[] = []
      let current: Follows | undefined = start
      while (current !== undefined && !way.includes(current)) {
        way.push(current)
        const next = ownerOf(current.master, addresses)
        current = follows.find(({name}) => name === next)
      }
      if (current !== start || seen.has(start.name)) return []
      for (const {name} of way) seen.add(name)
      const circle = way
        .map(({name, master}) => `${name} replicates from ${ownerOf(master, addresses)} (${master})`)
        .join(', ')
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title:
            way.length === 1
              ? `${start.name} replicates from itself: it takes no writes, and has nobody to copy from.`
              : `${joinNames(way.map(({name}) => name))} replicate from each other: there is no master.`,
          why:
            `${circle}. Each is a replica, so none of them takes writes, even where all links are up. It does not end by itself: a sentinel finds no master to fail over from. ` +
            'A refused connection on the way is a consequence, or a restart, not the cause.',
          evidence: [...way.map(({stated}) => stated), ...evidence.facts('naming')],
          fix: [
            'Find the node with the best data first: redis-cli INFO replication (master_repl_offset, master_replid2) and DBSIZE on each',
            'Promote that one by hand: redis-cli -h HOST REPLICAOF NO ONE',
            'Then have the others follow it, and the sentinels look again, one after another: redis-cli -p 26379 SENTINEL RESET NAME',
          ],
          avoid: ['Do not restart them all: an empty one may become the master of the others.'],
          collect: way.map(({name}) => `redis-cli -h ${name} INFO replication`),
        },
      ]
    })
  },
}

/** Whom each node follows by its last word: log, INFO, conf. */
function whoFollows(evidence: Case): readonly Follows[] {
  const all: Follows[] = []
  for (const {name, words, stream, ...stated} of evidence.directives('replicaof', 'slaveof')) {
    if (words[0] !== 'no')
      all.push({name: instanceNameOf(stream), master: `${words[0]}:${words[1]}`, stated: {...stated, stream}})
  }
  for (const info of evidence.facts('info')) {
    const host = info.fields.get('master_host')
    const stated = info.stated.get('master_host')
    if (host === undefined || stated === undefined) continue
    all.push({name: instanceNameOf(info.stream), master: `${host}:${info.fields.get('master_port')}`, stated})
  }
  for (const log of evidence.logs) {
    const last = log.lines.findLast(({event}) => event?.kind === 'connecting-to-master')
    const role = log.lines.findLast(({letter}) => letter === 'M' || letter === 'S')?.letter
    if (last === undefined || role === 'M') continue
    const master = /(?:MASTER|PRIMARY) (\S+:\d+)/.exec(last.message)?.[1] ?? field(last, 'master')
    all.push({name: log.name, master, stated: last})
  }
  return [...new Map(all.map((it) => [it.name, it])).values()]
}

/** Who is at which host of a pod of its own, and at which `host:port` by what it announces. */
function addressesOf(evidence: Case): ReadonlyMap<string, string> {
  const announced = findConfs(evidence).flatMap((conf): readonly (readonly [string, string])[] => {
    const host = lastOf(conf, 'replica-announce-ip', 'slave-announce-ip', 'cluster-announce-ip')?.words[0]
    if (host === undefined || conf.isSentinel) return []
    const ports = [
      'replica-announce-port',
      'slave-announce-port',
      'cluster-announce-port',
      'port',
      'tls-port',
    ]
    const port = ports.map((name) => lastOf(conf, name)?.words[0] ?? '0').find((it) => it !== '0') ?? '6379'
    return [[`${host}:${port}`, conf.name]]
  })
  // An address that several announce is that of none of them.
  const counts = groupBy(announced, ([address]) => address)
  const own = announced.filter(([address]) => counts.get(address)?.length === 1)
  return new Map([...evidence.facts('naming').map(({name, host}) => [host, name] as const), ...own])
}

function ownerOf(address: string, addresses: ReadonlyMap<string, string>): string | undefined {
  const host = address.slice(0, address.lastIndexOf(':'))
  const name = addresses.get(address) ?? addresses.get(host)
  // A name of Kubernetes begins with the pod's.
  return name ?? (/^[a-z]/i.test(host) ? host.split('.')[0] : undefined)
}
