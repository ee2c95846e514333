import {type DiagnosisJson, describeDiagnosis} from '../core/contract/diagnosis-json.ts'
import {diagnose as examine} from '../core/diagnosis/diagnose.ts'
import {findInstances} from '../core/identity/find-instances.ts'
import {readSources} from '../engine/sources/read-sources.ts'
import type {Abortable} from './options.ts'

export async function diagnose(sources: readonly string[], {signal}: Abortable = {}): Promise<DiagnosisJson> {
  const evidence = await readSources(sources, {signal})
  return describeDiagnosis(examine(evidence), {
    deployment: null,
    evidence,
    instances: findInstances(evidence),
  })
}
