import {type ComparableEvidence, type ReadClocksOptions, readClocks} from '../../core/clocks/read-clocks.ts'
import {type DiagnosisReport, diagnose} from '../../core/diagnosis/diagnose.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import {type EvidencedInstance, identify} from '../../core/identity/find-instances.ts'

/** Evidence with who is who in it, its times made comparable, ready to be judged. */
export interface Examined extends ComparableEvidence {
  /** All, also those that only others name. */
  readonly instances: readonly EvidencedInstance[]
  /** Those of whom there is a file. */
  readonly heard: readonly EvidencedInstance[]
  /** What is wrong, by all rules. */
  readonly diagnose: () => DiagnosisReport
}

/**
 * What every diagnosis begins with: who is who, and how their clocks stand.
 *
 * @param clocks what a person knows of the clocks
 * @throws RedislabError OPTION_INVALID when a zone is given for an instance that is not there
 */
export function examine(evidence: readonly Evidence[], clocks?: ReadClocksOptions): Examined {
  const {instances, heard} = identify(evidence)
  const timed = readClocks(evidence, heard, clocks)
  return {
    ...timed,
    instances,
    heard,
    diagnose: () => diagnose(timed.evidence, {clocks: timed.plan}),
  }
}
