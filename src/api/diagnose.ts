import {parseZoneSetting} from '../core/clocks/zone.ts'
import {type DiagnosisJson, describeDiagnosis, describeSources} from '../core/contract/diagnosis-json.ts'
import {describeIdentities, type IdentityJson} from '../core/contract/evidence-json.ts'
import {examine} from '../engine/opened/examine.ts'
import {readSources} from '../engine/sources/read-sources.ts'
import type {DiagnoseOptions} from './options.ts'

/** What people have of a deployment, read once. */
export interface OpenedEvidence {
  /** What was read, file by file, and what was not understood. */
  readonly sources: DiagnosisJson['sources']
  /** Who is who, and which lines show it: also instances that only others name, and that have no file here. */
  readonly instances: readonly IdentityJson[]
  /** What is wrong, by all rules. */
  diagnose(): DiagnosisJson
}

export async function openEvidence(
  sources: readonly string[],
  {signal, zones = [], year: given, align}: DiagnoseOptions = {},
): Promise<OpenedEvidence> {
  const settings = zones.map(parseZoneSetting)
  const evidence = await readSources(sources, {signal})
  const examined = examine(evidence, {zones: settings, year: given, align})
  const {instances, heard, plan: clocks, year} = examined
  return {
    sources: describeSources(evidence),
    instances: describeIdentities(instances),
    diagnose: () =>
      describeDiagnosis(examined.diagnose(), {deployment: null, evidence, instances: heard, clocks, year}),
  }
}

export async function diagnose(
  sources: readonly string[],
  options: DiagnoseOptions = {},
): Promise<DiagnosisJson> {
  return (await openEvidence(sources, options)).diagnose()
}
