import type {LogFact} from '../../evidence/facts.ts'
import {isLoopback} from '../../topology/loopback.ts'
import type {ProcessLog} from '../case.ts'
import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A replica follows a server that is no master: a replica, which has no master itself. */
export const masterWithoutLink: Rule = {
  id: 'master-without-link',
  needs: 'the log of a replica that asks its master for data',
  source: 'replication.c: syncCommand: a replica whose own link is down answers NOMASTERLINK',
  isExaminable: (evidence) => evidence.hasEvents('connecting-to-master', 'replicaof-enabled'),
  examine: (evidence) =>
    evidence.logs.flatMap((log): readonly Diagnosis[] => {
      const {name, lines} = log
      const self = toldToFollowItself(lines)
      if (self !== undefined) return [followsItself(name, self, lines)]
      const refused = lines.filter(isRefused)
      const last = refused.at(-1)
      // One belongs to each failover: the new master is told last.
      if (last === undefined) return []
      if (lines.slice(lines.indexOf(last)).some(isInSync)) return []
      const address = masterOf(log, last)
      const isOwn = isLoopback(hostOf(address))
      if (refused.length < 2 && !isOwn) return []
      const turned = lines.find(
        ({message}) =>
          /^REPLICAOF |^SLAVE OF /.test(message) &&
          message.includes(address) &&
          /name=sentinel-/.test(message),
      )
      const wasMaster = turned !== undefined && lines.some(isTurningIntoReplica)
      return [
        {
          severity: 'cause',
          certainty: refused.length < 2 ? 'likely' : 'certain',
          title: `${address}, which ${name} follows, is no master: it answers that it is a replica without a link to its own master (NOMASTERLINK, ${refused.length === 1 ? 'once' : `${countTimes(refused)} times`}).`,
          why:
            'Nothing is copied until that server has a master again, or is one. ' +
            (isOwn
              ? `${hostOf(address)} is the machine (the pod) of ${name} itself: where no other server has that port there, it follows itself. Some operators start every server so, until they tell it whom to follow: that did not happen, or not yet. `
              : '') +
            (wasMaster
              ? `${name} was a master until a sentinel sent it to ${address}. Where that is an address of ${name} itself (a service, a virtual address, NAT), it follows itself, and this does not end.`
              : 'Either the way is a circle (it follows this one, or itself under another address), or the master of that server is down, too.'),
          evidence: [...(turned === undefined ? [] : [turned]), ...refused],
          fix: [
            `Find out whom ${address} follows (below). Where nobody is master: promote the one with the best data, redis-cli REPLICAOF NO ONE, and have the others follow it.`,
            'Give each server one address, the one that it announces (replica-announce-ip); then SENTINEL RESET NAME, one sentinel after another.',
          ],
          collect: [
            `redis-cli -h ${hostOf(address)} -p ${address.split(':').at(-1)} INFO replication   (role, master_host, master_link_status)`,
            `redis-cli -h ${hostOf(address)} -p ${address.split(':').at(-1)} INFO server   (run_id), and the same on ${name}: is it the same server?`,
          ],
        },
      ]
    }),
}

function isRefused({message}: LogFact): boolean {
  return /-NOMASTERLINK/.test(message)
}

function isInSync({message, event}: LogFact): boolean {
  return (
    event?.kind === 'sync-finished' ||
    /^Successful partial resynchronization|^MASTER MODE enabled/.test(message)
  )
}

function isTurningIntoReplica({message}: LogFact): boolean {
  return /^Before turning into a replica, using my (?:own )?master parameters/.test(message)
}

/** `host:port` of the master that refused. */
function masterOf({lines}: ProcessLog, refused: LogFact): string {
  const before = lines.slice(0, lines.indexOf(refused))
  const isConnecting = ({message}: LogFact) =>
    /^(?:Connecting|Reconnecting) to (?:MASTER|PRIMARY) /.test(message)
  // Of a part of a log that begins with the refusal: it asks the same one again a second later.
  const connecting = before.findLast(isConnecting) ?? lines.find(isConnecting)
  return /(?:MASTER|PRIMARY) (\S+:\d+)/.exec(connecting?.message ?? '')?.[1] ?? 'its master'
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':'))
}

/** An order whose client came in at the very address that it names (laddr): the server's own. */
function toldToFollowItself(lines: readonly LogFact[]): LogFact | undefined {
  const order = lines.findLast(
    ({message}) =>
      /^(?:REPLICAOF|SLAVE OF) \S+ enabled/.test(message) || /^MASTER MODE enabled/.test(message),
  )
  const [, target, own] =
    /^(?:REPLICAOF|SLAVE OF) (\S+) enabled .* laddr=(\S+) /.exec(order?.message ?? '') ?? []
  return target !== undefined && target === own ? order : undefined
}

function followsItself(name: string, order: LogFact, lines: readonly LogFact[]): Diagnosis {
  const [, target = ''] = /^(?:REPLICAOF|SLAVE OF) (\S+) /.exec(order.message) ?? []
  const client = /[' ]addr=(\S+)/.exec(order.message)?.[1] ?? 'a client'
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} follows itself: the client at ${client} told it to follow ${target}, which is its own address.`,
    why: `The client was connected to ${target} (laddr) when it said so. A server that follows itself copies nothing, answers itself NOMASTERLINK, and refuses writes with READONLY, as long as replica-read-only is on. It does not end by itself.`,
    evidence: [order, ...lines.filter(isRefused).slice(0, 2)],
    fix: [
      `On this server: redis-cli -h ${hostOf(target)} -p ${target.split(':').at(-1)} REPLICAOF NO ONE`,
      `Find out what at ${hostOf(client)} gives that order (a start script, an operator, an application that has the address of the master for both sides), or it comes again.`,
    ],
    collect: ['redis-cli INFO replication   (role, master_host)', 'redis-cli CONFIG GET replicaof'],
  }
}
