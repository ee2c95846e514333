import type {Finding} from '../diagnosis/finding.ts'
import type {DeploymentStatus} from '../status/status.ts'
import type {Plan} from '../topology/plan.ts'
import type {Twin} from '../twin/twin.ts'
import type {Directive, ServerInfo} from '../words.ts'
import {describePlanned, describeStarted} from './deployments-json.ts'
import type {startStep} from './schemas/deployments.ts'
import type {JsonOf} from './schemas/json-of.ts'
import type {plannedTwin, startedTwin, twin} from './schemas/twin.ts'

interface Described {
  /** What it is the twin of. */
  readonly of: string
  readonly twin: Twin
  readonly unmet: readonly string[]
  /** What is wrong with the original. */
  readonly findings: readonly Finding[]
}

/** The document of `up --like --json`. */
export function describeStartedTwin(
  status: DeploymentStatus,
  {readyMs, steps}: {readonly readyMs: number; readonly steps: readonly JsonOf<typeof startStep>[]},
  described: Described,
): JsonOf<typeof startedTwin> {
  return {...describeStarted(status, {readyMs, steps}), twin: describeTwin(described)}
}

/** The document of `up --like --dry-run --json`. */
export function describePlannedTwin(
  plan: Plan,
  server: ServerInfo,
  described: Described,
): JsonOf<typeof plannedTwin> {
  const {settings} = plan
  const shown = {
    ...plan,
    settings: {...settings, set: settings.set.map(mask), sentinelSet: settings.sentinelSet.map(mask)},
  }
  return {...describePlanned(shown, server), twin: describeTwin(described)}
}

/** A password that was made up is nobody's business either. */
function mask(directive: Directive): Directive {
  return /auth/.test(directive.name) && directive.value !== '' ? {...directive, value: '…'} : directive
}

function describeTwin({of, twin: drawn, unmet, findings}: Described): JsonOf<typeof twin> {
  return {
    of,
    obstacles: [...drawn.obstacles],
    unmet: [...unmet],
    remarks: [...drawn.remarks],
    findings: findings.map(({id, severity, title}) => ({id, severity, title})),
    instances: drawn.instances.map(({name, kind, original, address, host, lines}) => ({
      name,
      kind,
      original,
      address,
      host,
      lines: lines.map(({place, ...line}) => ({path: place.path, line: place.line, ...line})),
    })),
  }
}
