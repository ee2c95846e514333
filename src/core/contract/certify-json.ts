import type {Certificate, ScenarioResult} from '../certify/result.ts'

export interface CertificateHead {
  readonly command: readonly string[]
  readonly suite: string
  readonly durationMs: number
}

/** The document of `certify --json`. A scenario that was expected to fail does not keep a client from passing. */
export function describeCertificate(
  scenarios: readonly ScenarioResult[],
  {command, suite, durationMs}: CertificateHead,
): Certificate {
  const modes = new Set(scenarios.map((scenario) => scenario.suite))
  return {
    client: command.join(' '),
    suite,
    mode: modes.size > 1 ? 'all' : ([...modes][0] ?? 'all'),
    passed: scenarios.every(({outcome, known, broken}) => broken !== true && (outcome !== 'failed' || known)),
    durationMs,
    scenarios,
  }
}
