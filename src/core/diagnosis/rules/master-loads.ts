import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {addressesOf, findMonitored, type Monitored} from '../monitored-addresses.ts'
import type {Rule} from '../rule.ts'
import {findServerReplies, linesOf, numberIn, type ServerReply} from '../server-replies.ts'

/** A master reads its data from disk: its clients wait, and no failover begins for that. */
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
      .map((server) => describe(server, evidence)),
}

function isMaster({role, info}: ServerReply): boolean {
  return role === 'master' && info.fields.has('loading')
}

function describe(server: ServerReply, evidence: Case): Diagnosis {
  const {name, info} = server
  const percent = numberIn(server, 'loading_loaded_perc')
  const left = numberIn(server, 'loading_eta_seconds')
  const progress = [
    ...(Number.isNaN(percent) ? [] : [`${Math.round(percent)} % are read`]),
    ...(left > 0 ? [`about ${left} s are left`] : []),
  ].join(', ')
  const follows =
    info.fields.get('cluster_enabled') === '1' ? inCluster : bySentinels(monitorOf(server, evidence))
  return {
    ...follows,
    title: `${name}, a master, loads its data and answers LOADING${progress === '' ? '' : `: ${progress}`}.`,
    evidence: [
      ...linesOf(
        server,
        'role',
        'loading',
        'loading_loaded_perc',
        'loading_eta_seconds',
        'uptime_in_seconds',
      ),
      ...follows.evidence,
    ],
    collect: [`redis-cli INFO persistence   on ${name}, again: how fast it goes`, ...(follows.collect ?? [])],
  }
}

/** A sentinel's answer before its conf, which may name a master of another time. */
function monitorOf({stream}: ServerReply, evidence: Case): Monitored | undefined {
  const addresses = addressesOf(evidence, stream)
  const named = findMonitored(evidence).filter(({address}) => addresses.includes(address))
  return named.find(({isAnswer}) => isAnswer) ?? named[0]
}

type Consequence = Omit<Diagnosis, 'title'>

const inCluster: Consequence = {
  severity: 'cause',
  certainty: 'likely',
  why: 'Its bus answers while it loads. As long as the other nodes do not count it as failed, no replica takes over, and its slots are not served until it has loaded. Where a replica has taken over already, this node becomes a replica of it as soon as it hears so.',
  evidence: [],
  fix: [
    'Wait. Or, where CLUSTER NODES of another node still names it as the master of these slots, have a replica take over now: redis-cli -h REPLICA CLUSTER FAILOVER FORCE   (what the master took last and had not sent is lost)',
    'Only where no majority of masters is left to agree to that: redis-cli -h REPLICA CLUSTER FAILOVER TAKEOVER',
  ],
  collect: ['redis-cli CLUSTER NODES   on another node: whom it names as the master of these slots'],
}

const goodAnswer =
  'LOADING is a good answer for a sentinel, unless master-reboot-down-after-period is set (Redis 7.0 and later)'

function bySentinels(monitor: Monitored | undefined): Consequence {
  if (monitor === undefined)
    return {
      severity: 'note',
      certainty: 'certain',
      why: `Until it has loaded, it answers LOADING to nearly all commands. Nothing here says that sentinels have it as their master. Where they do: ${goodAnswer}, so they begin no failover as long as it answers so.`,
      evidence: [],
      fix: ['Wait until it has loaded.'],
      collect: [
        'redis-cli -p 26379 SENTINEL MASTERS   on a sentinel, if there are any: whether this is still its master',
      ],
    }
  const {masterName, isAnswer, flags, stated} = monitor
  if (/down|failover/.test(flags))
    return {
      severity: 'note',
      certainty: 'certain',
      why: `Until it has loaded, it answers LOADING to nearly all commands. A sentinel has it as the master of ${masterName} and says of it ${flags}. ${goodAnswer}.`,
      evidence: [stated],
      fix: ['Wait until it has loaded, or until a failover that is under way has ended.'],
      collect: [`redis-cli -p 26379 SENTINEL MASTER ${masterName}   again: which address, which flags`],
    }
  return {
    severity: 'cause',
    certainty: isAnswer ? 'certain' : 'likely',
    why: `A sentinel has it as the master of ${masterName}. ${goodAnswer}: no failover begins as long as it answers so, and its clients wait until all is loaded.`,
    evidence: [stated],
    fix: [
      `Now: wait, or redis-cli -p 26379 SENTINEL FAILOVER ${masterName}, where a replica has the data   (what the master took last and had not sent is lost)`,
      `For the next time, on every sentinel (Redis 7.0 and later): redis-cli -p 26379 SENTINEL SET ${masterName} master-reboot-down-after-period 10000`,
    ],
  }
}
