import {type DiagnosisReport, diagnose} from '../../../src/core/diagnosis/diagnose.ts'
import {readText} from '../../../src/core/evidence/read-text.ts'
import {askDeployment} from '../../../src/engine/live/ask-deployment.ts'

/** Asks the deployment that an address belongs to, as `redislab diagnose URL` does, and diagnoses the replies. */
export async function askLive(url: string): Promise<DiagnosisReport> {
  const {transcripts} = await askDeployment({addresses: [url], map: []}, {login: {}})
  return diagnose(transcripts.map(({name, text}) => readText(name, text)))
}

/** The titles of the findings of a rule. */
export function titlesOf({findings}: DiagnosisReport, rule: string): readonly string[] {
  return findings.filter(({id}) => id === rule).map(({title}) => title)
}
