import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findServerReplies, linesOf, type ServerReply} from '../server-replies.ts'

/** A replica has replicas itself: neither the master nor sentinels know these. */
export const chainedReplica: Rule = {
  id: 'chained-replica',
  needs: 'INFO replication of a replica',
  source:
    'replication.c: a replica passes its stream on; sentinel.c: sentinelRefreshInstanceInfo takes replicas from INFO of masters',
  lab: 'chained-replicas',
  isExaminable: (evidence) => findServerReplies(evidence).some(({role}) => role === 'slave'),
  examine: (evidence) =>
    findServerReplies(evidence)
      .filter(({role, info}) => role === 'slave' && Number(info.fields.get('connected_slaves') ?? 0) > 0)
      .map(describe),
}

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
    why: 'The master does not count those behind a replica, for WAIT and min-replicas-to-write. Sentinels know the replicas of masters alone: they neither promote such a one, nor send it to another server when the one that it follows is lost.',
    evidence: linesOf(server, 'role', 'master_host', 'master_port', 'connected_slaves', 'slave0', 'slave1'),
    fix: [
      `If it is not meant so, on each of those behind: redis-cli REPLICAOF ${info.fields.get('master_host') ?? 'HOST'} ${info.fields.get('master_port') ?? 'PORT'}, then CONFIG REWRITE. They share the history, so no whole copy is needed.`,
    ],
  }
}
