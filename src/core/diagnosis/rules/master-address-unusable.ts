import type {LogFact, Stated} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {type Case, field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {becameMaster, endOf, inStep} from '../over.ts'
import type {Rule} from '../rule.ts'

/** A replica or a sentinel was given an address that leads to no other server: 0.0.0.0 or ::, or port 0. */
export const masterAddressUnusable: Rule = {
  id: 'master-address-unusable',
  needs: 'the log or the conf of a replica or of a sentinel',
  source: 'replication.c: connectWithMaster; connect(2): 0.0.0.0 leads to its own machine',
  isExaminable: (evidence) =>
    evidence.hasEvents('connecting-to-master', '+monitor') ||
    evidence.directives('replicaof', 'slaveof', 'sentinel monitor').length > 0,
  examine: (evidence) => usesOf(evidence).map(describe),
}

/** A place where an address is that cannot be meant. */
interface Use {
  readonly name: string
  readonly address: string
  readonly stated: Stated
  readonly isSentinel: boolean
  /** The line that shows that it does not work, where there is one. */
  readonly failed?: Stated | undefined
}

function describe({name, address, stated, isSentinel, failed}: Use): Diagnosis {
  const isAny = /^(?:0\.0\.0\.0|::):/.test(address)
  // Where the master runs on the same machine, such an address works: a server was seen to copy from 0.0.0.0.
  const goesTo = isAny
    ? 'which leads to its own machine, whatever runs there'
    : 'which is the address of no server'
  return {
    severity: 'cause',
    certainty: failed === undefined && isAny ? 'likely' : 'certain',
    title: `${name} ${isSentinel ? 'monitors' : 'follows'} ${address}, ${goesTo}.`,
    why: `Whatever told it so had no address to give: the start script of an image, an operator or a template asked for the master and got an empty answer, or its variable is not set. ${isSentinel ? ofSentinel(isAny, failed) : ofReplica(isAny)} This is no problem of DNS or the network.`,
    evidence: [stated, ...(failed === undefined ? [] : [failed])],
    fix: isSentinel
      ? [
          'redis-cli -p 26379 SENTINEL REMOVE NAME, then SENTINEL MONITOR NAME HOST PORT QUORUM with the address of the master, and its auth-pass and timers by SENTINEL SET.',
          'See why the operator or script found no master: its own log, and INFO replication of each server (is one of them role:master?).',
        ]
      : [
          'Have it follow the master: redis-cli REPLICAOF HOST PORT. Which one that is, the sentinels say: redis-cli -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME NAME',
          'See why whatever started it had no address: its output before these lines, the sentinels at that moment.',
        ],
    collect: [
      'redis-cli INFO replication   (master_host, master_port, master_link_status)',
      'The output of the start script of that pod or service',
    ],
  }
}

function ofSentinel(isAny: boolean, failed: Stated | undefined): string {
  if (failed !== undefined)
    return 'The master counts as down, and none of the real servers is known here, so no failover can come.'
  return isAny
    ? 'Unless the master runs on the machine of this sentinel, it counts as down from the start, and no failover can come.'
    : 'The master counts as down from the start, and no failover can come.'
}

function ofReplica(isAny: boolean): string {
  return isAny
    ? 'It tries once a second. Where it is the server at that port itself, it follows itself; only a master on its own machine would be reached so.'
    : 'It tries once a second, and never gets there.'
}

/** The last word of each process on its master, where that leads to no other server and nothing shows that it works. */
function usesOf(evidence: Case): readonly Use[] {
  const told = evidence.logs.flatMap(({name, lines}) => [
    ...ofReplicaLog(name, lines),
    ...ofSentinelLog(name, lines),
  ])
  const heard = new Set(
    evidence.logs
      .filter(({lines}) => lines.some((line) => isKind(line, 'connecting-to-master', '+monitor')))
      .map(({name}) => name),
  )
  const linked = new Set(
    evidence
      .facts('info')
      .filter(({fields}) => fields.get('master_link_status') === 'up')
      .map(({stream}) => instanceNameOf(stream)),
  )
  // What a log tells is newer than the conf.
  const written = ofConfs(evidence).filter(({name}) => !heard.has(name))
  const unusable = [...told, ...written].filter(({name, address}) => isUnusable(address) && !linked.has(name))
  return [...new Map(unusable.map((use) => [`${use.name} ${use.isSentinel}`, use])).values()]
}

/** An empty one (":0") is told by what says that it cannot connect. */
function isUnusable(address: string): boolean {
  return /^(?:0\.0\.0\.0|::):\d+$|^\S+:0$/.test(address) && !address.startsWith(':0')
}

function ofReplicaLog(name: string, lines: readonly LogFact[]): readonly Use[] {
  // A server first connects, and then says who told it to.
  const told = lines.findLast((line) => isKind(line, 'connecting-to-master', 'replicaof-enabled'))
  const address = /^(?:Connecting to (?:MASTER|PRIMARY)|REPLICA ?OF) (\S*:\d+)/.exec(told?.message ?? '')?.[1]
  if (told === undefined || address === undefined) return []
  // An answer to PING ends nothing: a server that follows itself gets one, too.
  if (endOf([told], lines, [...inStep, ...becameMaster]) !== undefined) return []
  const failed = endOf([told], lines, [
    'sync-connection-refused',
    'sync-unreachable',
    'sync-connect-timed-out',
    'sync-socket-error',
    'connect-failed',
    'connect-timed-out',
    'master-not-ready-for-psync',
  ])
  return [{name, address, stated: told, isSentinel: false, failed}]
}

function ofSentinelLog(name: string, lines: readonly LogFact[]): readonly Use[] {
  const monitor = lines.findLast((line) => isKind(line, '+monitor'))
  if (monitor === undefined) return []
  const masterName = field(monitor, 'masterName')
  const after = lines
    .slice(lines.indexOf(monitor) + 1)
    .filter((line) => field(line, 'masterName') === masterName)
  if (after.some((line) => isKind(line, '+switch-master', '-monitor'))) return []
  const verdict = after.findLast(
    (line) => isKind(line, '+sdown', '-sdown') && field(line, 'subject') === 'master',
  )
  // Replicas and sentinels are found through the master: it was reached.
  const works =
    after.some((line) => isKind(line, '+slave', '+sentinel')) ||
    (verdict !== undefined && isKind(verdict, '-sdown'))
  const isDown = verdict !== undefined && isKind(verdict, '+sdown')
  if (works && !isDown) return []
  return [
    {
      name,
      address: `${field(monitor, 'ip')}:${field(monitor, 'port')}`,
      stated: monitor,
      isSentinel: true,
      failed: isDown ? verdict : undefined,
    },
  ]
}

function ofConfs(evidence: Case): readonly Use[] {
  const monitored = evidence.directives('sentinel monitor').map((directive) => {
    const [, host = '', port = ''] = directive.words
    return {
      name: instanceNameOf(directive.stream),
      address: `${host}:${port}`,
      stated: directive,
      isSentinel: true,
    }
  })
  const followed = evidence.directives('replicaof', 'slaveof').map((directive) => {
    const [host = '', port = ''] = directive.words
    return {
      name: instanceNameOf(directive.stream),
      address: `${host}:${port}`,
      stated: directive,
      isSentinel: false,
    }
  })
  return [...monitored, ...followed]
}

function isKind({event}: LogFact, ...kinds: readonly string[]): boolean {
  return event !== undefined && kinds.includes(event.kind)
}
