import type {Log, ReportingDescriptor, Result} from 'sarif'
import type {Finding, FindingSeverity, Quote} from '../../core/diagnosis/finding.ts'
import type {Rule} from '../../core/diagnosis/rule.ts'
import {makeVisible} from '../../core/text/visible.ts'

const levels: Readonly<Record<FindingSeverity, Result.level>> = {
  cause: 'error',
  risk: 'warning',
  note: 'note',
  harmless: 'none',
}

/** What SARIF calls the folder that paths are relative to. */
const base = '%SRCROOT%'

export interface SarifContext {
  /** Those that were examined: the file says where their facts are from. */
  readonly rules: readonly Rule[]
  readonly version: string
  /** The URI of the folder that paths are relative to, with a slash at its end. */
  readonly folder: string
  /** The URI of a file: relative to that folder where the file is in it, since annotations need it so. */
  readonly locate: (file: string) => string
}

/**
 * Findings as SARIF 2.1.0, for annotations on the lines that show them: https://docs.oasis-open.org/sarif/sarif/v2.1.0/.
 */
export function renderSarif(
  findings: readonly Finding[],
  {rules, version, folder, locate}: SarifContext,
): string {
  const ids = new Set(findings.map(({id}) => id))
  const found = rules.filter(({id}) => ids.has(id))
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {driver: {name: 'redislab', version, rules: found.map(describeRule)}},
        originalUriBaseIds: {[base]: {uri: folder}},
        results: findings.map((finding) => describeResult(finding, locate)),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function describeRule({id, needs, source}: Rule): ReportingDescriptor {
  return {id, help: {text: `Examined where the evidence holds ${needs}. Source: ${source}.`}}
}

function describeResult(
  {id, severity, certainty, evidence, ...texts}: Finding,
  locate: SarifContext['locate'],
): Result {
  const [first, ...others] = evidence.map((it) => describeLocation(it, locate))
  return {
    ruleId: id,
    level: levels[severity],
    // Lines that look bad and are not are the only findings that say so.
    kind: severity === 'harmless' ? 'informational' : 'fail',
    message: {text: describeTexts(texts)},
    ...(first === undefined ? {} : {locations: [first]}),
    ...(others.length === 0 ? {} : {relatedLocations: others}),
    properties: {severity, certainty, lab: texts.lab},
  }
}

/** What an annotation shows: the finding, why, and what to do about it. */
function describeTexts({
  title,
  why,
  fix,
  avoid,
  collect,
  lab,
}: Pick<Finding, 'title' | 'why' | 'fix' | 'avoid' | 'collect' | 'lab'>): string {
  const lists = [
    ['Do', fix],
    ['Do not', avoid],
    ['Find out', collect],
  ] as const
  return [
    title,
    why,
    ...lists.flatMap(([name, items]) => items.map((item) => `${name}: ${item}`)),
    ...(lab === null ? [] : [`See it: redislab lab run ${lab}`]),
  ]
    .map(makeVisible)
    .join('\n')
}

function describeLocation({path, line, text}: Quote, locate: SarifContext['locate']) {
  const uri = locate(path)
  return {
    physicalLocation: {
      artifactLocation: uri.startsWith('file:') ? {uri} : {uri, uriBaseId: base},
      region: {startLine: line, snippet: {text: makeVisible(text)}},
    },
  }
}
