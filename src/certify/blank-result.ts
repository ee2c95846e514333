import type {ScenarioResult} from '../core/certify/result.ts'
import type {Scenario} from '../core/certify/scenario.ts'
import type {ServerInfo} from '../core/words.ts'

/** A result of which nothing is known yet. */
export function blankResult({id, lab, certify}: Scenario, server: ServerInfo): ScenarioResult {
  return {
    id,
    number: certify.number,
    title: lab.title,
    suite: certify.suite,
    outcome: 'skipped',
    passed: false,
    verdict: null,
    reasons: [],
    skipped: null,
    known: false,
    recovered: false,
    outageMs: null,
    floorMs: 0,
    silentMs: 0,
    silentWrites: 0,
    acknowledged: 0,
    lost: 0,
    errors: {},
    reported: null,
    storms: [],
    connections: {before: 0, after: 0},
    process: {exitCode: null, signal: null, cpuMs: null, descriptors: null},
    evidence: [],
    advice: certify.advice,
    bugs: certify.bugs ?? [],
    durationMs: 0,
    server,
  }
}
