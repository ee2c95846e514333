import type {LogFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import {type Case, field, type ProcessLog} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** A time in which a master counted as down, and came back by itself. */
interface Stall {
  readonly down: LogFact
  readonly up: LogFact
  readonly lastedMs: number
  readonly odown: LogFact | undefined
}

/** A longer one is an outage, which other rules judge. */
const longestMs = 60_000

/** A master counts as down for a moment and is back without a restart: it stood still, or the way to it did. */
export const masterStalls: Rule = {
  id: 'master-stalls',
  needs: 'the log of a sentinel',
  source: 'sentinel.c: sentinelCheckSubjectivelyDown; redis.io, Latency: forks, slow commands, AOF, swap',
  lab: 'failover-frozen-master',
  isExaminable: (evidence) => evidence.hasEvents('+sdown'),
  examine: (evidence) =>
    evidence.logs.flatMap((log) =>
      [...groupBy(findStalls(log), ({down}) => field(down, 'masterName'))].flatMap(([masterName, stalls]) =>
        judge(evidence, log, masterName, stalls),
      ),
    ),
}

function judge(
  evidence: Case,
  log: ProcessLog,
  masterName: string,
  stalls: readonly Stall[],
): readonly Diagnosis[] {
  const {name} = log
  const agreed = stalls.filter(({odown}) => odown !== undefined)
  // Others did not agree: what that means is another question.
  if (agreed.length === 0 && stalls.some(({lastedMs}) => lastedMs >= 5000)) return []
  const seconds = stalls.map(({lastedMs}) => `${(lastedMs / 1000).toFixed(1)} s`)
  const downAfter = evidence
    .directives('sentinel down-after-milliseconds')
    .find(({words}) => words[0] === masterName)
  const downMs = Number(downAfter?.words[1] ?? 30_000)
  const slow = evidence.logs
    .filter(({isSentinel}) => !isSentinel)
    .flatMap(({lines}) =>
      lines.filter((line) => isSlow(line) && stalls.some((stall) => isDuring(line, stall, downMs))),
    )
  const hasServer = evidence.logs.some(({isSentinel}) => !isSentinel)
  const atOnce = agreed.length === 0 ? stalls.map((stall) => downWith(log, stall)) : []
  if (atOnce.length > 0 && atOnce.every((others) => others.length > 0))
    return [allAtOnce(log.name, masterName, stalls, atOnce.flat())]
  return [
    {
      severity: agreed.length > 0 ? 'cause' : 'risk',
      certainty: agreed.length > 0 ? 'likely' : 'possible',
      title: `${masterName} counted as down for ${name} ${stalls.length === 1 ? 'once' : `${stalls.length} times`}, and was back ${seconds.length > 3 ? `after at most ${Math.max(...stalls.map(({lastedMs}) => lastedMs)) / 1000} s` : `after ${joinNames(seconds)}`} without a restart: it stood still, or the way to it did.`,
      why:
        `It gave no good answer for down-after-milliseconds${downAfter === undefined ? '' : ` (${downMs})`} before each of them${agreed.length > 0 ? `, and ${agreed.length === stalls.length ? 'each time' : `${agreed.length} times`} enough sentinels agreed: a failover of a master that lives is a matter of chance then` : ''}. ` +
        'A server does that while it forks (a save, an AOF rewrite, a copy for a replica), runs a slow command or script, waits for its disk, or swaps; a virtual machine while it is paused or gets no CPU; a network while it drops packets. ' +
        (slow.length > 0
          ? 'The log of a server has lines of such work in these seconds.'
          : hasServer
            ? 'The logs of servers here show nothing of that kind in these seconds, which slow commands and pauses do not write.'
            : 'These lines do not tell which of them it was.'),
      evidence: [
        ...stalls.flatMap(({down, odown, up}) => [down, ...(odown === undefined ? [] : [odown]), up]),
        ...slow,
      ],
      fix: [
        'Find out what it is (below); until then, down-after-milliseconds above the longest stall that is normal, on every sentinel: redis-cli -p 26379 SENTINEL SET NAME down-after-milliseconds 10000',
      ],
      collect: [
        'redis-cli SLOWLOG GET 25   and LATENCY LATEST, LATENCY DOCTOR, on the master (latency-monitor-threshold 100 first)',
        'redis-cli INFO stats   (latest_fork_usec), INFO memory (used_memory_rss), INFO persistence',
        'vmstat 1 10   on its machine: si, so (swap), st (taken by other virtual machines), wa (disk)',
      ],
    },
  ]
}

/** All other instances of that master that were known then, where each of them went down in the same moment. */
function downWith({lines}: ProcessLog, {down}: Stall): readonly LogFact[] {
  const isOther = (line: LogFact) =>
    field(line, 'masterName') === field(down, 'masterName') && field(line, 'subject') === 'replica'
  const index = lines.indexOf(down)
  const known = new Set(
    lines
      .slice(0, index)
      .filter((line) => line.event?.kind === '+slave' && isOther(line))
      .map((line) => field(line, 'ip') + field(line, 'port')),
  )
  const same = lines.filter(
    (line) =>
      line.event?.kind === '+sdown' &&
      isOther(line) &&
      line.at !== null &&
      down.at !== null &&
      Math.abs(line.at - down.at) <= sameMs,
  )
  const gone = new Set(same.map((line) => field(line, 'ip') + field(line, 'port')))
  return known.size > 0 && [...known].every((address) => gone.has(address)) ? same : []
}

/** A sentinel looks at all of its instances ten times a second. */
const sameMs = 200

function allAtOnce(
  name: string,
  masterName: string,
  stalls: readonly Stall[],
  others: readonly LogFact[],
): Diagnosis {
  const longest = Math.max(...stalls.map(({lastedMs}) => lastedMs))
  return {
    severity: 'risk',
    certainty: 'likely',
    title: `All servers of ${masterName} counted as down for ${name} in the same moment${stalls.length === 1 ? '' : `, ${stalls.length} times`}, and were back ${longest < 1000 ? `${longest} ms` : `${(longest / 1000).toFixed(1)} s`} later: ${name} itself, or its network, stood still.`,
    why: 'Servers do not stall together by chance. The sentinel was paused (a virtual machine, no CPU, a cgroup limit), or its way to the others was; or all of them share one machine or switch that did. What it counts so is no sign of a master in trouble: the others did not agree.',
    evidence: [...stalls.flatMap(({down, up}) => [down, up]), ...others],
    fix: ['Look at the machine of that sentinel at that time, before anything is changed at the servers.'],
    collect: [
      `The logs of the other sentinels of that moment: do they have +sdown, too?`,
      `On the machine of ${name}: vmstat 1 (st), dmesg -T, what the hypervisor says (a snapshot, a migration)`,
    ],
  }
}

function findStalls({lines}: ProcessLog): readonly Stall[] {
  return lines.flatMap((down, index): readonly Stall[] => {
    if (down.event?.kind !== '+sdown' || field(down, 'subject') !== 'master' || down.at === null) return []
    const after = lines.slice(index + 1)
    const isSame = (line: LogFact) => field(line, 'masterName') === field(down, 'masterName')
    const end = after.findIndex(
      (line) => isSame(line) && field(line, 'subject') === 'master' && line.event?.kind === '-sdown',
    )
    const up = after[end]
    if (up?.at == null) return []
    const between = after.slice(0, end)
    const isOther = between.some(({event}) =>
      /^\+(?:reboot|switch-master|tilt|try-failover)$/.test(event?.kind ?? ''),
    )
    const rebooted = after.slice(end, end + 5).some(({event}) => event?.kind === '+reboot')
    const lastedMs = up.at - down.at
    if (isOther || rebooted || lastedMs < 0 || lastedMs > longestMs) return []
    return [
      {down, up, lastedMs, odown: between.find((line) => line.event?.kind === '+odown' && isSame(line))},
    ]
  })
}

/** Lines that a server writes of what holds it up. */
function isSlow({message}: LogFact): boolean {
  return /^(?:Background saving started|Background append only file rewriting started|Asynchronous AOF fsync is taking too long|Lua slow script|Slow script detected|Starting BGSAVE for SYNC)/.test(
    message,
  )
}

function isDuring(line: LogFact, {down, up}: Stall, downMs: number): boolean {
  return (
    line.at !== null &&
    down.at !== null &&
    up.at !== null &&
    line.at >= down.at - downMs - 1000 &&
    line.at <= up.at
  )
}
