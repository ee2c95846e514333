import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findServerReplies, linesOf, numberIn, type ServerReply} from '../server-replies.ts'

/** A master reads its data from disk: its clients wait, and no failover begins. */
export const masterLoads: Rule = {
  id: 'master-loads',
  needs: 'INFO of a master',
  source:
    'sentinel.c: sentinelPingReplyCallback takes LOADING for a good answer; sentinel.conf: master-reboot-down-after-period 0',
  lab: 'master-reboot',
  isExaminable: (evidence) => findServerReplies(evidence).some(isMaster),
  examine: (evidence) =>
    findServerReplies(evidence)
      .filter((server) => isMaster(server) && server.info.fields.get('loading') === '1')
      .map(describe),
}

function isMaster({role, info}: ServerReply): boolean {
  return role === 'master' && info.fields.has('loading')
}

function describe(server: ServerReply): Diagnosis {
  const {name, info} = server
  const percent = numberIn(server, 'loading_loaded_perc')
  const left = numberIn(server, 'loading_eta_seconds')
  const isCluster = info.fields.get('cluster_enabled') === '1'
  const progress = [
    ...(Number.isNaN(percent) ? [] : [`${Math.round(percent)} % are read`]),
    ...(left > 0 ? [`about ${left} s are left`] : []),
  ].join(', ')
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name}, a master, loads its data and answers LOADING${progress === '' ? '' : `: ${progress}`}.`,
    why: isCluster
      ? 'It was started again. Its bus answers while it loads, so the other nodes do not count it as down, and no replica takes over: its slots are not served until it has loaded.'
      : 'It was started again within down-after-milliseconds. LOADING is a good answer for a sentinel, so no failover begins, however long it takes: clients wait until all is loaded.',
    evidence: linesOf(
      server,
      'role',
      'loading',
      'loading_loaded_perc',
      'loading_eta_seconds',
      'uptime_in_seconds',
    ),
    fix: isCluster
      ? [
          'Wait, or have a replica take over now: redis-cli -h REPLICA CLUSTER FAILOVER TAKEOVER   (what the master took last and had not sent is lost)',
        ]
      : [
          'Now: wait, or redis-cli -p 26379 SENTINEL FAILOVER NAME   (what the master took last and had not sent is lost)',
          'For the next time, on every sentinel (Redis 7.0 and later): redis-cli -p 26379 SENTINEL SET NAME master-reboot-down-after-period 10000',
        ],
    collect: [`redis-cli INFO persistence   on ${name}, again: how fast it goes`],
  }
}
