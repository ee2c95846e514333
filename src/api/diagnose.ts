import {readClocks} from '../core/clocks/read-clocks.ts'
import {parseZoneSetting} from '../core/clocks/zone.ts'
import {type DiagnosisJson, describeDiagnosis} from '../core/contract/diagnosis-json.ts'
import {diagnose as examine} from '../core/diagnosis/diagnose.ts'
import {findInstances} from '../core/identity/find-instances.ts'
import {readSources} from '../engine/sources/read-sources.ts'
import type {DiagnoseOptions} from './options.ts'

export async function diagnose(
  sources: readonly string[],
  {signal, zones = [], year: given, align}: DiagnoseOptions = {},
): Promise<DiagnosisJson> {
  const settings = zones.map(parseZoneSetting)
  const evidence = await readSources(sources, {signal})
  const instances = findInstances(evidence)
  const {
    evidence: moved,
    plan: clocks,
    year,
  } = readClocks(evidence, instances, {zones: settings, year: given, align})
  return describeDiagnosis(examine(moved, {clocks}), {
    deployment: null,
    evidence,
    instances,
    clocks,
    year,
  })
}
