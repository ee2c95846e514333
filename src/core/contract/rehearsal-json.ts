import {isSingleLoss} from '../rehearsal/predict.ts'
import type {CaseResult} from '../rehearsal/rehearsal.ts'
import type {JsonOf} from './schemas/json-of.ts'
import type {rehearsal} from './schemas/rehearsal.ts'

/** What a rehearsal was of, and what it came to. */
export interface Rehearsed {
  readonly of: string
  readonly topology: string
  readonly timing: 'kept' | 'fast'
  readonly factor: number
  readonly downAfterMs: number
  readonly originalDownAfterMs: number
  readonly hosts: ReadonlyMap<string, readonly string[]>
  readonly results: readonly CaseResult[]
  readonly pairsLeftOut: number
  /** What is not as in the original, or is not known. */
  readonly remarks: readonly string[]
  readonly durationMs: number
}

/** The document of `rehearse --json`. */
export function describeRehearsal(rehearsed: Rehearsed): JsonOf<typeof rehearsal> {
  const {of, topology, timing, factor, downAfterMs, originalDownAfterMs, hosts, results, pairsLeftOut} =
    rehearsed
  return {
    of,
    topology,
    timing: {kind: timing, factor, downAfterMs, originalDownAfterMs},
    hosts: [...hosts].map(([host, instances]) => ({host, instances: [...instances]})),
    cases: results.map((result) => ({
      ...result,
      hosts: [...result.hosts],
      instances: [...result.instances],
      masters: [...result.masters],
      originalOutageMs: originalOutageMs(result, rehearsed),
    })),
    pairsLeftOut,
    survived: !results.some(isSingleLoss),
    summary: [...summaryOf(results)],
    remarks: [...rehearsed.remarks],
    durationMs: rehearsed.durationMs,
  }
}

/** An outage that waits for a timer takes as much longer as the timer is longer in the original. */
export function originalOutageMs(
  {outageMs, kind, masters}: CaseResult,
  {downAfterMs, originalDownAfterMs}: Pick<Rehearsed, 'downAfterMs' | 'originalDownAfterMs'>,
): number | null {
  if (outageMs === null) return null
  const waits =
    masters.length > 0 && (kind === 'instance' || kind === 'host' || kind === 'pair' || kind === 'freeze')
  return waits && outageMs >= downAfterMs ? outageMs - downAfterMs + originalDownAfterMs : outageMs
}

/** What was not survived, the smallest losses first; of a pair with a host that is too much by itself nothing more is said. */
export function summaryOf(results: readonly CaseResult[]): readonly string[] {
  const fatalHosts = new Set(
    results.filter(({kind, survived}) => kind === 'host' && !survived).flatMap(({hosts}) => hosts),
  )
  return results
    .filter(
      ({survived, kind, hosts}) =>
        !survived && !(kind === 'pair' && hosts.some((host) => fatalHosts.has(host))),
    )
    .map(({why}) => why)
    .filter((why, index, all) => all.indexOf(why) === index)
}
