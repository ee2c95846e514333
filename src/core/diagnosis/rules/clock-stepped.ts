import {formatDuration} from '../../time/duration.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A clock was set while the logs were written: lines before and after it contradict each other. */
export const clockStepped: Rule = {
  id: 'clock-stepped',
  needs: 'the logs of two instances, with lines of several events in both',
  source: 'sentinel.c: sentinelCheckTiltCondition, a clock that goes back or jumps by 2 s',
  isExaminable: ({clocks}) =>
    clocks.contradictions.length > 0 || clocks.clocks.some(({skew}) => skew !== null),
  examine: (evidence) =>
    evidence.clocks.contradictions.map(
      ({instances, byMs, pairs}): Diagnosis => ({
        severity: 'risk',
        certainty: 'likely',
        title: `A clock was set by at least ${formatDuration(byMs)} while these logs were written: that of ${instances.join(' or ')}.`,
        why: 'Lines of the same events in both logs show one difference of the clocks here and another there, and no difference fits both. A sentinel whose own clock goes back, or jumps by more than 2 s, goes into TILT and starts no failover for 30 s. Keys with a TTL expire too early or too late by the jump. The times of that log cannot be compared with those of others.',
        evidence: pairs.flatMap(({cause, effect}) => [cause.line, effect.line]),
        fix: [
          'Let the clock be slewed, not set, once the machine runs: chronyd with makestep only at its start.',
          'On virtual machines: look whether they are paused for snapshots or migrated.',
        ],
        collect: [
          'journalctl -u chronyd -u systemd-timesyncd   on these machines',
          'dmesg -T | grep -i clock',
        ],
      }),
    ),
}
