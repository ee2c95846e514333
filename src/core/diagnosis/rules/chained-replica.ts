import type {InfoFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import {isLoopback} from '../../topology/loopback.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findServerReplies, linesOf, type ServerReply} from '../server-replies.ts'

/** A replica has replicas itself: neither the master nor sentinels know these. */
export const chainedReplica: Rule = {
  id: 'chained-replica',
  needs: 'INFO replication, or ROLE, of a replica',
  source:
    'replication.c: a replica passes its stream on; sentinel.c: sentinelRefreshInstanceInfo takes replicas from INFO of masters',
  lab: 'chained-replicas',
  isExaminable: (evidence) => evidence.facts('info').some(({fields}) => fields.get('role') === 'slave'),
  examine: (evidence) => {
    const found = findServerReplies(evidence)
      .filter(({role, info}) => role === 'slave' && Number(info.fields.get('connected_slaves') ?? 0) > 0)
      .map(describe)
    return found.length > 0 ? found : followersOfReplicas(evidence)
  },
}

/** A replica follows an address that a master lists as that of a replica of its own: what ROLE shows of it. */
function followersOfReplicas(evidence: Case): readonly Diagnosis[] {
  const infos = evidence.facts('info')
  const listed = infos
    .filter(({fields}) => fields.get('role') === 'master')
    .flatMap((info) =>
      [...info.fields].flatMap(([field, value]) => {
        const [, host, port] = (/^slave\d+$/.test(field) && /ip=([^,]+),port=(\d+)/.exec(value)) || []
        return host === undefined
          ? []
          : [{master: info, address: `${host}:${port}`, line: info.stated.get(field)}]
      }),
    )
  return infos.flatMap((info): readonly Diagnosis[] => {
    const followed = `${info.fields.get('master_host')}:${info.fields.get('master_port')}`
    // Two replies in one paste may be of one server, at two times.
    const by = listed.find(({address, master}) => address === followed && master.stream !== info.stream)
    if (info.fields.get('role') !== 'slave' || by === undefined) return []
    // Every machine has the address 127.0.0.1: it is one address only where both are known to run on one machine.
    if (isLoopback(followed) && !(isOnThisMachine(info, evidence) && isOnThisMachine(by.master, evidence)))
      return []
    const name = instanceNameOf(info.stream)
    return [
      {
        severity: 'note',
        certainty: 'likely',
        title: `${name} follows ${followed}, which ${instanceNameOf(by.master.stream)}, a master, lists as its replica: ${name} is a replica of a replica.`,
        why: `That is so if both replies are of one moment: around a failover they tell of two. ${aside}`,
        evidence: [by.line, info.stated.get('master_host'), info.stated.get('master_port')].filter(
          (it) => it !== undefined,
        ),
        fix: [
          `If it is not meant so: on ${name} redis-cli REPLICAOF HOST PORT, with the address of the master, then CONFIG REWRITE. They share the history, so no whole copy is needed.`,
        ],
        collect: ['redis-cli INFO replication   on each of them'],
      },
    ]
  })
}

function isOnThisMachine({stream}: InfoFact, evidence: Case): boolean {
  return evidence.facts('asked').some((asked) => asked.stream === stream && isLoopback(asked.address))
}

const aside =
  'The master does not count those behind a replica, for WAIT and min-replicas-to-write. Sentinels know the replicas of masters alone: they neither promote such a one, nor send it to another server when the one that it follows is lost.'

function describe(server: ServerReply): Diagnosis {
  const {name, info} = server
  const behind = [...info.fields].flatMap(([field, value]) => {
    const place = /^slave\d+$/.test(field) ? /ip=([^,]+),port=(\d+)/.exec(value) : null
    return place === null ? [] : [`${place[1]}:${place[2]}`]
  })
  const who = behind.length === 0 ? `${info.fields.get('connected_slaves')} replicas` : joinNames(behind)
  return {
    severity: 'note',
    certainty: 'certain',
    title: `${who} follow${behind.length === 1 ? 's' : ''} ${name}, which is a replica itself.`,
    why: aside,
    evidence: linesOf(server, 'role', 'master_host', 'master_port', 'connected_slaves', 'slave0', 'slave1'),
    fix: [
      `If it is not meant so, on each of those behind: redis-cli REPLICAOF ${info.fields.get('master_host') ?? 'HOST'} ${info.fields.get('master_port') ?? 'PORT'}, then CONFIG REWRITE. They share the history, so no whole copy is needed.`,
    ],
  }
}
