import type {LogFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A server noticed the end of its own child far too late: it stood still meanwhile. */
export const processStoodStill: Rule = {
  id: 'process-stood-still',
  needs: 'the log of a server that saved',
  source:
    'server.c: serverCron looks for ended children (checkChildrenDone) hz times a second, 10 as Redis ships it',
  isExaminable: (evidence) =>
    evidence.hasEvents('save-finished', 'saved-on-disk') || evidence.facts('log').some(isNoticed),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const stalls = lines.flatMap((noticed, index) => {
        if (!isNoticed(noticed) || noticed.at === null) return []
        const before = lines.slice(Math.max(0, index - 50), index)
        const started = before.findLast(({message}) => isStart.test(message))
        const child = Number(/pid (\d+)/.exec(started?.message ?? '')?.[1])
        const ended = before.findLast(({letter, pid}) => letter === 'C' && pid === child)
        // What the parent wrote in between shows that it ran.
        const parent = before
          .slice(before.indexOf(ended ?? noticed) + 1)
          .filter(({pid}) => pid === noticed.pid)
        if (started === undefined || ended?.at == null || parent.length > 0) return []
        const ms = noticed.at - ended.at
        return ms >= longMs ? [{started, ended, noticed: {...noticed, at: noticed.at}, index, ms}] : []
      })
      const longest = stalls.toSorted((a, b) => b.ms - a.ms)[0]
      if (longest === undefined) return []
      const after = lines
        .slice(longest.index + 1)
        .filter(({at}) => at !== null && at - longest.noticed.at <= soonMs)
      const demoted = after.find(({message}) =>
        /^Configuration change detected\. Reconfiguring myself as a replica of/.test(message),
      )
      const unnamed = after.filter(({message}) =>
        /^(?:Address updated for node .*now \?:|Connecting to (?:MASTER|PRIMARY) \?:)/.test(message),
      )
      // What it finds at the moment in which it goes on has happened while it stood still.
      const missed = after.filter(
        ({at, message}) => at !== null && at - longest.noticed.at <= atOnceMs && isMissed.test(message),
      )
      const isShown = missed.length > 0
      return [
        {
          severity: 'cause',
          certainty: isShown ? 'certain' : 'likely',
          title: `${name} ${isShown ? '' : 'probably '}stood still for ${lengthOf(longest.ms)}: its child had ${isShown ? 'ended' : 'written its last line'}, and it noticed ${isShown ? '' : 'the end '}only then${stalls.length > 1 ? ` (${stalls.length} such times)` : ''}.`,
          why:
            'A server looks for children that ended ten times a second. ' +
            (isShown
              ? 'In between it answered nobody: clients, replicas, sentinels and other nodes heard nothing from it. '
              : 'Either it answered nobody in between, or the child itself took so long to exit, as one with much memory may, and the server went on serving: what others logged at that time tells. ') +
            `Why${isShown ? '' : ' it should stand still'}, it cannot write itself: the machine or the container was paused, it waited for memory that was swapped out or for a disk (an AOF with appendfsync always, a log on a slow disk), or one command ran as long.` +
            (demoted === undefined
              ? ''
              : ` Another node took over its slots meanwhile (${demoted.message.slice(-40, -32)}…), so that it becomes a replica of that one when it wakes up: as it should be.`) +
            (unnamed.length > 0
              ? ' An address of "?" is that of a connection that had broken by then, so that its other side could not be named (anetFdToString); it is put right with the next message of that node.'
              : ''),
          evidence: [
            longest.started,
            longest.ended,
            longest.noticed,
            ...missed.slice(0, 2),
            ...(demoted === undefined ? [] : [demoted]),
            ...unnamed.slice(0, 2),
          ],
          fix: ['Find out what held it up (below), on the machine rather than in the log.'],
          collect: [
            ...(isShown
              ? []
              : [
                  'The logs of its replicas, its sentinels or the other nodes at that time: did they miss it?',
                ]),
            'dmesg -T; vmstat 1 10   (si, so: swap; st: taken by other virtual machines; wa: disk); what the hypervisor or the node of Kubernetes says of that time',
            'redis-cli SLOWLOG GET 25; redis-cli LATENCY LATEST; redis-cli INFO memory   (used_memory_rss below used_memory: swapped)',
          ],
        },
      ]
    }),
}

/** So long is no hiccup, and longer than most cluster-node-timeout and down-after-milliseconds allow to be overlooked. */
const longMs = 2000

/** A second sign: links that broke, or were given up, and what others agreed on meanwhile. */
const isMissed =
  /^(?:Connection with (?:replica|slave|master|primary) .*lost|Disconnecting timedout (?:replica|slave)|(?:MASTER|PRIMARY) timeout|Cluster state changed: fail|Configuration change detected\. Reconfiguring myself as a replica|Address updated for node .*now \?:)/i
const atOnceMs = 1000
/** What comes later has other causes. */
const soonMs = 10_000

const isStart =
  /^(?:Background (?:saving|RDB transfer|append only file rewriting) started by pid|Slot migration child)/

function isNoticed({message}: LogFact): boolean {
  return /^(?:Background saving terminated with success|Background AOF rewrite terminated with success)/.test(
    message,
  )
}

function lengthOf(ms: number): string {
  const seconds = ms / 1000
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`
}
