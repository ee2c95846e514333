import type {LogFact} from '../../evidence/facts.ts'
import {isPublicAddress} from '../../topology/public-address.ts'
import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import {becameMaster, endOf, inStep} from '../over.ts'
import type {Rule} from '../rule.ts'

const failures =
  /^(?:(?:Error condition on socket for SYNC|Unable to connect to (?:MASTER|PRIMARY)|Failed to resolve|Can't connect to)[^:]*: ?(.*)|Sending command to (?:master|primary) in replication handshake: -Writing to (?:master|primary): (.*)|(Timeout connecting to the (?:MASTER|PRIMARY)).*)$/

/** Its conf, or who gave it its master, had an empty address. */
function followsNobody(name: string, failed: readonly LogFact[]): Diagnosis {
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} follows nobody: the address of its master is empty (":0"), ${failed.length === 1 ? 'an attempt' : `${countTimes(failed)} attempts`} failed.`,
    why: 'Whatever gave it its master (the start script of an image, a template, REPLICAOF with an unset variable) had no address to give, as when it asked the sentinels and got no answer. It copies nothing, takes no writes, and goes on so.',
    evidence: failed,
    fix: [
      'Find out who should be the master, and have it follow that one: redis-cli REPLICAOF HOST PORT (on the master itself: REPLICAOF NO ONE). Then see why the address was empty where it is written.',
    ],
    collect: [
      'redis-cli CONFIG GET replicaof',
      'redis-cli -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME NAME   on each sentinel',
    ],
  }
}

const meanings: readonly (readonly [RegExp, string])[] = [
  [
    /breaks as soon as it writes/,
    'A connection that was begun is found broken with its first write: it was refused, or there is no way to that address. Windows reports a failed connection as one that is ready.',
  ],
  [
    /Connection refused/i,
    'Nothing accepts connections there: the master does not run, listens on another port or address (bind), or that is not the master at all.',
  ],
  [
    /No route to host|Network is unreachable|Host is unreachable/i,
    'There is no way to that address: another network, a firewall that rejects, or a container address.',
  ],
  [/timed? ?out/i, 'No answer came: a firewall that drops packets, or an address where no machine is.'],
  [
    /Operation now in progress/i,
    'The line names no reason: before 6.2 it prints the error of the system call that began the connection, and not how that ended (connection.c: connSocketConnect). Where it comes in the same moment as the attempt, the connection was refused, so nothing listens there; after a while, nobody answered.',
  ],
  [
    /Name or service not known|Temporary failure in name resolution|nodename nor servname/i,
    'The name does not resolve on this machine.',
  ],
  [
    /^Invalid argument$/,
    'That is what a name which does not resolve looks like in this line: its container or pod is gone, and the name with it.',
  ],
  [
    /^\(null\)$/,
    'With TLS the line has no reason when the connection fails before TLS begins (tls.c: connTLSGetLastError): it may be refused, unreachable or unanswered.',
  ],
]

/** A replica tries to reach its master, again and again, and does not. */
export const replicaCannotConnect: Rule = {
  id: 'replica-cannot-connect',
  needs: 'the log of a replica',
  source: 'replication.c: connectWithMaster, syncWithMaster',
  lab: 'replica-wrong-port',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const answered = answersWithError(name, lines)
      if (answered.length > 0) return answered
      const failed = findFailures(lines)
      const last = failed.at(-1)
      const master = lines.findLast(({event}) => event?.kind === 'connecting-to-master')
      const isEmpty = /^Connecting to (?:MASTER|PRIMARY) :0$/.test(master?.message ?? '')
      // One or two belong to every restart of a master; an empty address to none.
      if (last === undefined || (failed.length < fewest(last) && !isEmpty)) return []
      const after = lines.slice(lines.indexOf(last) + 1)
      const reached = after.find(isConnected)
      if (reached !== undefined)
        return /^Timeout/.test(last.message) ? [slowToReach(name, failed, reached)] : []
      const isUnknown = lines.some(({message}) => /Connecting to (?:MASTER|PRIMARY) \?:/.test(message))
      if (isUnknown) return []
      const [, told, unwritten, timedOut] = failures.exec(last.message) ?? []
      const reason = timedOut ?? told ?? `the connection breaks as soon as it writes (${unwritten})`
      if (isEmpty) return [followsNobody(name, failed)]
      const address = /(?:MASTER|PRIMARY) (\S+:\d+)/.exec(master?.message ?? '')?.[1] ?? 'its master'
      return [
        {
          severity: 'cause',
          certainty: failed.length < 3 ? 'likely' : 'certain',
          title: `${name} cannot reach its master ${address}: ${reason} (${countTimes(failed)} times).`,
          why: `${meanings.find(([pattern]) => pattern.test(reason))?.[1] ?? 'The reason is in the line.'} It tries once a second, and has no newer data than from before.`,
          evidence: [...(master === undefined ? [] : [master]), ...failed.slice(0, 3), last],
          fix: isPublicAddress(address.replace(/:\d+$/, ''))
            ? [ifNotYours(address)]
            : [
                'If that is the right master, start it. Else have the replica follow the right one: redis-cli -h REPLICA REPLICAOF HOST PORT (in a cluster CLUSTER REPLICATE ID).',
              ],
          collect: [
            `From the machine of ${name}: redis-cli -h ${address.split(':')[0]} -p ${address.split(':').at(-1)} PING`,
            'On the master: ss -ltnp | grep redis; redis-cli CONFIG GET bind',
          ],
        },
      ]
    }),
}

/** The attempts that failed to reach the master that it has by now: none where it became one itself. */
function findFailures(lines: readonly LogFact[]): readonly LogFact[] {
  let failed: LogFact[] = []
  let master: string | undefined
  for (const line of lines) {
    const {message, event} = line
    const named = /^(?:Connecting to (?:MASTER|PRIMARY)|REPLICA ?OF) (\S*:\d+)/.exec(message)?.[1]
    if (
      (named !== undefined && master !== undefined && named !== master) ||
      becameMaster.includes(event?.kind ?? '')
    )
      failed = []
    master = named ?? master
    if (failures.test(message)) failed.push(line)
  }
  return failed
}

/** How many failures say something: a refusal belongs to each restart of a master, a name that is gone or a silence does not. */
function fewest({message}: LogFact): number {
  if (/^Timeout/.test(message)) return 1
  return /: (?:Invalid argument|\(null\))$/.test(message) ? 2 : 3
}

/** It is over; what it was is worth a word, since it lasts as long each time. */
function slowToReach(name: string, failed: readonly LogFact[], reached: LogFact): Diagnosis {
  return {
    severity: 'note',
    certainty: 'certain',
    title: `${name} got no answer from its master for repl-timeout, and reached it in a later attempt.`,
    why: 'Nothing refused the connection: packets went where nobody answers (a service without an endpoint, a machine that is gone, a firewall that drops). Each such attempt lasts for repl-timeout, 60 s as Redis ships it, and nothing else is tried meanwhile. No copy was under way: it was never connected.',
    evidence: [...failed, reached],
    fix: [
      'Give replicas an address that refuses, or is the master, at all times: that of the pod or the machine in place of a service. A lower repl-timeout shortens it, and must stay above what a whole copy needs.',
    ],
  }
}

function isConnected({message, event}: LogFact): boolean {
  return /^(?:Master|Primary) replied to PING/.test(message) || event?.kind === 'sync-finished'
}

/** The master is reached, and answers the PING of the replica with an error that is none of passwords. */
function answersWithError(name: string, lines: readonly LogFact[]): readonly Diagnosis[] {
  const replies = lines.filter(({message}) => /^Error reply to PING from (?:master|primary): /.test(message))
  const last = replies.at(-1)
  const reply = /: '?-?([^']*)/.exec(last?.message ?? '')?.[1] ?? ''
  if (last === undefined || replies.length < 2 || /NOAUTH|NOPERM|WRONGPASS|DENIED/.test(reply)) return []
  if (
    endOf(replies, lines, ['master-answered-ping', 'replicaof-enabled', ...inStep, ...becameMaster]) !==
    undefined
  )
    return []
  const broken = /^(?:Reading|Writing) (?:from|to) (?:master|primary): (.*)/.exec(reply)?.[1]
  if (broken !== undefined) return [endsUnanswered(name, broken, replies, lines)]
  const isLoading = /^LOADING/.test(reply)
  const isFull = /max number of clients/.test(reply)
  return [
    {
      severity: isLoading ? 'note' : 'cause',
      certainty: 'certain',
      title: `The master of ${name} is reached and does not let it in: ${reply} (${countTimes(replies)} times).`,
      why: isLoading
        ? 'It was started again and loads its data; the replica asks once a second and goes on by itself as soon as that is done. Until then nobody serves writes: sentinels take LOADING for a good answer and do not replace a master that loads.'
        : isFull
          ? 'maxclients is reached there (or the limit of open files, which lowers it): replicas and sentinels are clients like all others, and are refused as well, so that this ends in a failover, and no copy is made.'
          : 'The network is not the problem: the answer is an error of the server.',
      evidence: replies,
      fix: isLoading
        ? []
        : isFull
          ? [
              'On the master: redis-cli CONFIG SET maxclients 20000 (ulimit -n above it), and look who holds the connections: redis-cli CLIENT LIST. Clients that open one for each request, and close none, come back.',
              'timeout 300 closes those that do nothing; tcp-keepalive those that are gone.',
            ]
          : ['See on the master what that error means.'],
      collect: isLoading
        ? ['redis-cli INFO persistence   on the master (loading_eta_seconds)']
        : ['redis-cli INFO clients; redis-cli CONFIG GET maxclients   on the master'],
    },
  ]
}

function ifNotYours(address: string): string {
  return `${address} is a public address. If it is not yours, somebody else gave this server REPLICAOF: take it off the internet, look at its keys and its dir and dbfilename (CONFIG GET), and restore the data.`
}

/** The connection is made, and ends before the PING is answered: what is behind that address, this does not show. */
function endsUnanswered(
  name: string,
  reason: string,
  replies: readonly LogFact[],
  lines: readonly LogFact[],
): Diagnosis {
  const connecting = lines.findLast(({event}) => event?.kind === 'connecting-to-master')
  const address = /(?:MASTER|PRIMARY) (\S+:\d+)/.exec(connecting?.message ?? '')?.[1] ?? 'its master'
  const isPublic = isPublicAddress(address.replace(/:\d+$/, ''))
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} connects to ${address}${isPublic ? ', a public address,' : ''} and gets no answer there: ${reason} (${countTimes(replies)} times).`,
    why: 'Something accepts the connection and ends it before the PING is answered: no Redis that serves this replica. It may be another program, a proxy without a server behind it, a firewall, or a port that speaks TLS alone.',
    evidence: [...(connecting === undefined ? [] : [connecting]), ...replies],
    fix: isPublic
      ? [ifNotYours(address)]
      : [
          'See what listens there. Behind TLS the replica needs tls-replication yes; a proxy needs a server behind it.',
        ],
    collect: [
      `From the machine of ${name}: redis-cli -h ${address.split(':')[0]} -p ${address.split(':').at(-1)} PING`,
      'redis-cli CONFIG GET replicaof; redis-cli CONFIG GET requirepass   (who was able to send REPLICAOF?)',
    ],
  }
}
