import type {LogFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import {field, type ProcessLog} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** Replicas or sentinels count as down and as up again, time and again, and no failover comes of it. */
export const sdownFlaps: Rule = {
  id: 'sdown-flaps',
  needs: 'the log of a sentinel',
  source: 'sentinel.c: sentinelCheckSubjectivelyDown: no good answer to PING for down-after-milliseconds',
  isExaminable: (evidence) => evidence.hasEvents('+sdown'),
  examine: (evidence) => evidence.logs.flatMap(inLog),
}

interface Spell {
  readonly who: string
  readonly down: LogFact
  readonly up: LogFact
  readonly lastedMs: number
}

function inLog({name, lines}: ProcessLog): readonly Diagnosis[] {
  // What a failover, a restart, TILT or a master that is down explains, other rules tell.
  if (lines.some(isExplained)) return []
  const spells = lines.flatMap((down, index): readonly Spell[] => {
    if (down.event?.kind !== '+sdown' || down.at === null) return []
    const who = nameOf(down)
    const up = lines.slice(index + 1).find((line) => line.event?.kind === '-sdown' && nameOf(line) === who)
    return up?.at == null ? [] : [{who, down, up, lastedMs: up.at - down.at}]
  })
  const short = spells.filter(({lastedMs}) => lastedMs >= 0 && lastedMs < 60_000)
  const groups = [...groupBy(short, ({who}) => who)]
  if (!groups.some(([, all]) => all.length > 1)) return []
  const lasted = short.map(({lastedMs}) => Math.max(1, Math.round(lastedMs / 1000)))
  const hosts = new Set(short.map(({down}) => field(down, 'ip')))
  const range = [...new Set([Math.min(...lasted), Math.max(...lasted)])].join(' to ')
  return [
    {
      severity: 'risk',
      certainty: 'certain',
      title: `${name} counts ${joinNames(groups.map(([who, all]) => `${who} (${all.length === 1 ? 'once' : `${all.length} times`})`))} as down and as up again, for ${range} s each time.`,
      why: `None of them had to be started for that: each answered again by itself, and no line shows that the master was down or that anything failed over. They, or the way to them, stand still for longer than down-after-milliseconds: too little CPU (limits of a container, a busy machine), a slow command or disk, loss on the network, or a virtual machine that is paused. ${hosts.size === 1 ? `All are on ${[...hosts][0]}: look at that machine first.` : 'They are on several machines: it may as well be this sentinel, or its network. The other sentinels of that time show it.'} The same with the master would be a failover.`,
      evidence: short.flatMap(({down, up}) => [down, up]),
      fix: [
        'Find what stands still (below) before a timer is changed. A down-after-milliseconds above the longest pause hides it, and a true failover begins later by as much.',
      ],
      collect: [
        'The logs of the other sentinels of the same minutes: the same lines?',
        'redis-cli -h REPLICA LATENCY LATEST; redis-cli -h REPLICA SLOWLOG GET 10',
        'redis-cli --intrinsic-latency 60   on the machine; nr_throttled in cpu.stat of the container',
        'redis-cli -p 26379 SENTINEL MASTER NAME   (down-after-milliseconds)',
      ],
    },
  ]
}

function isExplained(line: LogFact): boolean {
  const kind = line.event?.kind ?? ''
  return (
    /^(?:\+odown|\+tilt|\+try-failover|\+switch-master|\+new-epoch|\+reboot|\+sentinel-address-switch|\+vote-for-leader|\+reset-master)$/.test(
      kind,
    ) ||
    ((kind === '+sdown' || kind === '-sdown') && field(line, 'subject') === 'master')
  )
}

/** A replica by its address, a sentinel by its address with what it is. */
function nameOf(line: LogFact): string {
  const address = `${field(line, 'ip')}:${field(line, 'port')}`
  return field(line, 'subject') === 'sentinel' ? `the sentinel ${address}` : address
}
