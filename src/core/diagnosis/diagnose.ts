import type {ClockPlan} from '../clocks/plan-clocks.ts'
import type {Evidence} from '../evidence/facts.ts'
import {allRules} from './all-rules.ts'
import {Case} from './case.ts'
import {type Finding, quote} from './finding.ts'
import type {Rule} from './rule.ts'

/** What a diagnosis came to. */
export interface DiagnosisReport {
  /** The causes first, then by how sure they are. */
  readonly findings: readonly Finding[]
  /** Rules that the evidence holds nothing for, and what they need. */
  readonly notExamined: readonly {readonly rule: string; readonly why: string}[]
}

const severities = ['cause', 'risk', 'note', 'harmless'] as const
const certainties = ['certain', 'likely', 'possible'] as const

export interface DiagnoseOptions {
  readonly rules?: readonly Rule[] | undefined
  /** What is known of the clocks, where the times of the evidence were moved: `readClocks` has both. */
  readonly clocks?: ClockPlan | undefined
}

/** Says what is the matter with a deployment, by all that is known of it. */
export function diagnose(
  evidence: readonly Evidence[],
  {rules = allRules, clocks}: DiagnoseOptions = {},
): DiagnosisReport {
  const found = new Case(evidence, clocks)
  const examined = rules.filter((rule) => rule.isExaminable(found))
  const findings = examined.flatMap((rule) =>
    rule.examine(found).map(
      ({evidence: stated, fix = [], avoid = [], collect = [], ...rest}): Finding => ({
        id: rule.id,
        ...rest,
        evidence: quote(stated),
        fix,
        avoid,
        collect,
        lab: rule.lab ?? null,
      }),
    ),
  )
  return {
    findings: findings.toSorted((a, b) => rankOf(a) - rankOf(b)),
    notExamined: rules
      .filter((rule) => !examined.includes(rule))
      .map(({id, needs}) => ({rule: id, why: `it needs ${needs}`})),
  }
}

function rankOf({severity, certainty}: Finding): number {
  return severities.indexOf(severity) * certainties.length + certainties.indexOf(certainty)
}
