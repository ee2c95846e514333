import type {InstanceClock} from '../../clocks/plan-clocks.ts'
import {formatDuration, formatRange} from '../../time/duration.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** By a second, what people read out of logs and what TTLs mean begins to be wrong. */
const leastMs = 1000
const quarterHourMs = 15 * 60_000

/** The clocks of two machines show different times, which lines of one event in both logs prove. */
export const clocksDiffer: Rule = {
  id: 'clocks-differ',
  needs: 'the logs of two instances, with lines of one event in both',
  source:
    'sentinel.c: sentinelCheckTiltCondition compares the own clock with itself; the page of EXPIRE: expiry needs clocks that are in step',
  isExaminable: (evidence) => evidence.clocks.clocks.some(({skew}) => skew !== null),
  examine(evidence) {
    const off = evidence.clocks.clocks.flatMap((clock) => howFarOff(clock) ?? [])
    const groups = groupBy(off, ({clock, isAhead}) => `${clock.reference} ${isAhead}`)
    return [...groups.values()].flatMap((group) =>
      isOfReference(group, evidence)
        ? [diagnoseReference(group, evidence)]
        : group.map((one) => describe(one, [one.clock.reference ?? ''], evidence)),
    )
  },
}

/** That a clock is off, by at least and at most so much. */
interface Off {
  readonly clock: InstanceClock
  readonly atLeastMs: number
  readonly atMostMs: number
  readonly isAhead: boolean
  readonly proof: Diagnosis['evidence']
}

/** Undefined where the clocks may be less than a second apart. */
function howFarOff(clock: InstanceClock): Off | undefined {
  const {rest, alignedMs} = clock
  if (rest === null) return undefined
  // A clock that was aligned is off all the same.
  const [loMs, hiMs] = [rest.loMs - alignedMs, rest.hiMs - alignedMs]
  if (loMs < leastMs && hiMs > -leastMs) return undefined
  const isAhead = loMs >= leastMs
  const proof = (isAhead ? rest.loBy : rest.hiBy).flatMap(({cause, effect}) => [cause.line, effect.line])
  return isAhead
    ? {clock, atLeastMs: loMs, atMostMs: hiMs, isAhead, proof}
    : {clock, atLeastMs: -hiMs, atMostMs: -loMs, isAhead, proof}
}

/** Where most are off from the one that they are compared with, on the same side, it is the one that is off. */
function isOfReference(group: readonly Off[], {clocks}: Case): boolean {
  const reference = group[0]?.clock.reference
  const compared = clocks.clocks.filter(
    (clock) => clock.reference === reference && clock.name !== reference && clock.rest !== null,
  )
  return group.length > 1 && group.length > compared.length / 2
}

function diagnoseReference(group: readonly Off[], evidence: Case): Diagnosis {
  const [first] = group as [Off, ...Off[]]
  const clock = evidence.clocks.clocks.find(({name}) => name === first.clock.reference) ?? first.clock
  return describe(
    {
      clock,
      atLeastMs: Math.min(...group.map(({atLeastMs}) => atLeastMs)),
      atMostMs: Math.max(...group.map(({atMostMs}) => atMostMs)),
      isAhead: !first.isAhead,
      proof: group.flatMap(({proof}) => proof),
    },
    group.map((one) => one.clock.name),
    evidence,
  )
}

function describe(
  {clock, atLeastMs, atMostMs, isAhead, proof}: Off,
  others: readonly string[],
  evidence: Case,
): Diagnosis {
  const isServer = evidence.logs.some(({stream, isSentinel}) => clock.streams.includes(stream) && !isSentinel)
  const mayBeZone = Math.floor(atMostMs / quarterHourMs) > Math.floor(atLeastMs / quarterHourMs)
  const range = formatRange(atLeastMs, atMostMs)
  return {
    severity: isServer ? 'risk' : 'note',
    certainty: mayBeZone ? 'possible' : 'certain',
    title: `The clock of ${clock.name} is ${isAhead ? 'ahead of' : 'behind'} that of ${others.join(', ')} by at least ${formatDuration(atLeastMs)}.`,
    why:
      `The logs have lines of the same events, one of which comes before the other whatever the clocks show: these are ${range} apart. ` +
      `${mayBeZone ? 'Part of it may be another time zone. ' : ''}` +
      'Who compares the times of these logs gets the order of events wrong. Sentinel does not mind: each one measures with its own clock, and goes into TILT only when that one jumps.' +
      `${isServer ? ' TTLs do mind: a key expires at a time of the clock, which a full copy, and from 7.0 on each command, carries to the replicas. After a failover, keys and locks live longer or shorter by this difference.' : ''}`,
    evidence: proof,
    fix: [
      'Keep the clocks of all machines in step: chronyd, or systemd-timesyncd.',
      ...(mayBeZone ? [`If it is a zone, say it: --zone ${clock.name}=+02:00`] : []),
      'To read these logs in their true order: redislab diagnose … --align',
    ],
    collect: [
      'chronyc tracking   on each machine (or: timedatectl timesync-status)',
      'date --iso-8601=ns   on all machines at the same moment',
    ],
  }
}
