import type {LogFact, Stated} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {type Case, field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'
import {findSentinelViews, majorityOf, type SentinelView} from '../sentinels.ts'

const noWay =
  'it was found through the hellos that sentinels publish on the servers, so it ran; what does not work is the way from here to its own port (26379 where no conf says another): a firewall or a security group, bind or protected-mode there, an announced address that does not lead to it'

/** More sentinels are down than a majority of all can do without. */
export const sentinelMajorityLost: Rule = {
  id: 'sentinel-majority-lost',
  needs: 'the log of a sentinel from its start',
  source: 'sentinel.c: sentinelGetLeader; redis.io, Sentinel: "Fundamental things to know"',
  lab: 'two-sentinels',
  isExaminable: (evidence) =>
    evidence.hasEvents('+sdown') || findSentinelViews(evidence).some(({count}) => count !== undefined),
  examine: (evidence) => [...ofViews(evidence), ...ofPartOfLog(evidence)],
}

function ofViews(evidence: Case): readonly Diagnosis[] {
  return findSentinelViews(evidence).flatMap((view): readonly Diagnosis[] => {
    const {masterName, master, quorum, others, down, monitor, count, name} = view
    const all = count ?? 0
    const majority = majorityOf(all)
    const left = all - down.length
    if (count === undefined || down.length === 0 || left >= majority) return []
    const hosts = down.map(({text}) => text).filter((text) => text.includes(` ${master.split(':')[0]} `))
    const shownMs = shownFor(view, evidence)
    const isYoung = shownMs < findingMs
    const silences = silencesOf(view, evidence)
    const verdict = judge(silences, downAfterOf(view, evidence))
    const together =
      verdict === 'never-reached'
        ? ` Each counted as down right after it was found, and never as up: ${noWay}.`
        : verdict === 'unknown'
          ? ` Each counted as down for the first time ${[...new Set(silences.map((ms) => `${Math.round(ms / 1000)} s`))].join(', ')} after it was found. If that is about down-after-milliseconds, which nothing here says, none of them has ever answered: ${noWay}. If it is more, they answered at first, and ended or were cut off then.`
          : hosts.length > 0
            ? ' A sentinel that is down has the address of the master: the loss of that machine takes both.'
            : ''
    return [
      {
        severity: 'cause',
        certainty: isYoung ? 'likely' : 'certain',
        title: `As ${name} sees it, only ${left} of ${all} sentinels ${left === 1 ? 'is' : 'are'} left of ${masterName}, and the majority is ${majority}: it gets no failover authorised.`,
        why:
          `Whatever the quorum, a leader needs the votes of ${majority} of the ${all} sentinels that ${name} has on record.` +
          `${quorum === undefined ? '' : ` The quorum of ${quorum} only decides when the master counts as down (+odown), it is no vote.`}${isYoung ? ` The log is shown for ${Math.round(shownMs / 1000)} s from its start: others may have been found after that.` : ''}${together}`,
        evidence: [monitor, ...others, ...down],
        fix:
          verdict !== 'lost'
            ? [
                ...(verdict === 'unknown' ? ['Start the sentinels that do not run (below).'] : []),
                'Open the port of each sentinel for all others, both ways; in each sentinel.conf a bind address that they reach, and protected-mode no or a password on all.',
                `Check it: redis-cli -p 26379 SENTINEL CKQUORUM ${masterName}`,
              ]
            : all < 3
              ? [
                  'Add a third sentinel, on a machine that holds neither the master nor the other sentinel.',
                  `Check it: redis-cli -p 26379 SENTINEL CKQUORUM ${masterName}`,
                ]
              : [
                  'Bring back the sentinels that are down, or move them to machines that fail apart from each other.',
                  `Check it: redis-cli -p 26379 SENTINEL CKQUORUM ${masterName}`,
                ],
        collect:
          verdict !== 'lost'
            ? [
                ...(verdict === 'unknown'
                  ? [`redis-cli -p 26379 SENTINEL MASTER ${masterName}   (down-after-milliseconds)`]
                  : []),
                `From the machine of ${name}: redis-cli -h HOST -p 26379 PING   (each of the other sentinels)`,
              ]
            : [],
        avoid: ['A quorum of 1 changes nothing here: the vote still needs the majority.'],
      },
    ]
  })
}

/**
 * A part of the log of a sentinel, without its start: those that it names are on record, and itself. Others may be, of which
 * it says nothing while they are well.
 */
function ofPartOfLog(evidence: Case): readonly Diagnosis[] {
  const known = new Set(findSentinelViews(evidence).map(({name, masterName}) => `${name} ${masterName}`))
  return evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
    const groups = groupBy(
      lines.filter(
        (line) => field(line, 'subject') === 'sentinel' || line.event?.kind === '+sentinel-address-switch',
      ),
      (line) => field(line, 'masterName'),
    )
    return [...groups].flatMap(([masterName, said]): readonly Diagnosis[] => {
      if (known.has(`${name} ${masterName}`)) return []
      const last = new Map(said.map((line) => [idOf(line), line]))
      const down = [...last.values()].filter(({event}) => event?.kind === '+sdown')
      const all = last.size + 1
      const left = all - down.length
      if (down.length < 2 || left >= majorityOf(all)) return []
      const sure = 2 * down.length - 1
      const master = lines.findLast(
        (line) =>
          line.event?.kind === '+sdown' &&
          field(line, 'subject') === 'master' &&
          field(line, 'masterName') === masterName &&
          down.some(({at}) => at !== null && line.at !== null && Math.abs(at - line.at) < togetherMs),
      )
      return [
        {
          severity: 'cause',
          certainty: 'likely',
          title: `${down.length} other sentinels are down for ${name}; if these are all that it has on record, ${left} of ${all} ${left === 1 ? 'is' : 'are'} left of ${masterName}, and the majority is ${majorityOf(all)}: no failover can be authorised.`,
          why: `Whatever the quorum, a leader needs the votes of more than half of the sentinels on record, those that are down included. This part of the log does not show how many that are: only with ${sure + 2} or more would those that are left be enough.${master === undefined ? '' : ' The master went down as well: what was lost took servers and sentinels together, as a machine, a zone or a network does.'}`,
          evidence: [...down, ...(master === undefined ? [] : [master])],
          fix: [
            'Bring back the sentinels that are down, or the way to them.',
            'Then spread sentinels over three or more machines that fail apart from each other, an odd number, so that no single loss takes half of them.',
            `Check it: redis-cli -p 26379 SENTINEL CKQUORUM ${masterName}`,
          ],
          avoid: ['A lower quorum changes nothing here: the vote still needs the majority.'],
          collect: [
            `redis-cli -p 26379 SENTINEL MASTER ${masterName}   (num-other-sentinels) on one that is left`,
            `redis-cli -p 26379 SENTINEL SENTINELS ${masterName}   (flags)`,
          ],
        },
      ]
    })
  })
}

/**
 * Which sentinel a line is about. One that says hello from another address is on record there, as one that is up; its old
 * entry is gone.
 */
function idOf(line: LogFact): string {
  const id = field(line, line.event?.kind === '+sentinel-address-switch' ? 'runid' : 'name')
  return id === '' ? `${field(line, 'ip')}:${field(line, 'port')}` : id
}

/**
 * How long after it was found by this log a sentinel counted as down, in ms, where it never counted as up or down in between;
 * undefined where it did, or where that is not shown.
 */
function firstSilence(down: Stated, lines: readonly LogFact[]): number | undefined {
  const line = lines.find(({place}) => place.path === down.place.path && place.line === down.place.line)
  const name = /sentinel (\S+) /.exec(down.text)?.[1]
  if (line?.at == null || name === undefined) return undefined
  const before = lines.slice(0, lines.indexOf(line)).filter(({message}) => message.includes(` ${name} `))
  const found = before.findLast(({event}) => event?.kind === '+sentinel')
  const isFirst = !before.some(({event}) => event?.kind === '-sdown' || event?.kind === '+sdown')
  return isFirst && found?.at != null ? line.at - found.at : undefined
}

/**
 * Whether those that are down ever answered: one that did not counts as down exactly down-after-milliseconds after it was
 * found, by the timer of a sentinel (once in about 100 ms, and late where it is busy).
 */
function judge(silences: readonly number[], wait: number | undefined): 'never-reached' | 'unknown' | 'lost' {
  if (wait !== undefined)
    return silences.every((ms) => Math.abs(ms - wait) <= timerSlackMs) ? 'never-reached' : 'lost'
  return silences.every((ms) => ms <= longestWaitMs) ? 'unknown' : 'lost'
}

/** Sentinels say hello every 2 s, through servers that a sentinel first has to find, in INFO, every 10 s. */
const findingMs = 12_000

/** How long a log goes on behind the start of its sentinel; without end where another source shows how many there are. */
function shownFor({name, monitor}: SentinelView, evidence: Case): number {
  const lines = evidence.logs.find((log) => log.name === name)?.lines ?? []
  const start = lines.find(
    ({place}) => place.path === monitor.place.path && place.line === monitor.place.line,
  )
  const last = lines.findLast(({at}) => at !== null)
  return start?.at == null || last?.at == null ? Number.POSITIVE_INFINITY : last.at - start.at
}

/** NaN of those of which it is not known. */
function silencesOf(view: SentinelView, evidence: Case): readonly number[] {
  const lines = evidence.logs.find(({name}) => name === view.name)?.lines ?? []
  return view.down.map((it) => firstSilence(it, lines) ?? Number.NaN)
}

function downAfterOf({name, masterName}: SentinelView, evidence: Case): number | undefined {
  const stated = evidence
    .directives('sentinel down-after-milliseconds')
    .findLast(({stream, words}) => words[0] === masterName && instanceNameOf(stream) === name)
  const row = evidence
    .facts('sentinel-row')
    .findLast(({stream, fields}) => fields.get('name') === masterName && instanceNameOf(stream) === name)
  const ms = Number(row?.fields.get('down-after-milliseconds') ?? stated?.words[1] ?? 0)
  return ms > 0 ? ms : undefined
}

/** What goes down within so long went down at once: a down-after-milliseconds lies in between. */
const togetherMs = 5000
const timerSlackMs = 1500
/** Above any down-after-milliseconds that is usual. */
const longestWaitMs = 65_000
