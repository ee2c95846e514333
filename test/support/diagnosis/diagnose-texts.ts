import {diagnose} from '../../../src/core/diagnosis/diagnose.ts'
import {readText} from '../../../src/core/evidence/read-text.ts'

/** Diagnoses files that are given as texts: name → text. */
export function diagnoseTexts(files: Readonly<Record<string, string>>) {
  return diagnose(Object.entries(files).map(([name, text]) => readText(name, text)))
}
